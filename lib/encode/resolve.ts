import { ArgumentError, shown } from '../errors/index.js';
import type { Qrels } from '../evaluate/index.js';
import { type Language, languageName } from '../language/index.js';
import type { Device } from '../onnx/index.js';
import { descriptorEncoder } from './descriptors/index.js';
import type { ImageEncoder, TextEncoder } from './encoder.js';
import { loadImageEncoder } from './image/index.js';
import { fitLsa } from './lsa/index.js';
import {
  type FetchOptions,
  findModel,
  type HubModel,
  type ModelFiles,
  type ModelKind,
  ModelUnavailableError,
  modelFiles,
  wayOut,
  weightFree,
} from './models/index.js';
import {
  type Dtype,
  describeRankingChange,
  dtypes,
  type QuantizationReport,
  quantizedEncoder,
} from './quantized/index.js';
import { loadTextEncoder } from './text/index.js';

/** An encoder, and what a report says about where it came from. */
export interface ResolvedEncoder<E> {
  readonly encoder: E;
  /** Why the weight-free default stands in for the model, and the way out; null where it does not. */
  readonly fallbackReason: string | null;
  /** SHA-256 of the ONNX file; null for the weight-free encoders. */
  readonly sha256: string | null;
  /** Where its files were; null for the weight-free encoders. */
  readonly files: ModelFiles | null;
  readonly device: 'cpu' | 'cuda';
  /** One line for people: source, revision, hash, device. */
  readonly details: string;
  /** What came of `dtype` 'int8' or 'int8!'; null for fp32 and for the weight-free encoders. */
  readonly quantization: QuantizationReport | null;
}

export interface ResolveOptions extends FetchOptions {
  /**
   * Model to encode with: 'auto', a short name, 'org/name' on the hub, or a path; 'lsa' for texts and 'descriptors'
   * for photos need no model. Default 'auto'.
   */
  readonly model?: string;
  /** Where the model runs: 'cpu', 'cuda' or what there is. Default 'auto'. */
  readonly device?: Device;
  /** Threads for one operator. Default one for each physical core. */
  readonly threads?: number;
  /**
   * Numbers that the model computes with. 'int8' quantises the model, about twice as fast for texts and three times
   * for photos, and keeps fp32 where the vectors of `sample` come out too different; 'int8!' takes int8 in any case.
   * Either way `quantization` reports. Default 'fp32'.
   */
  readonly dtype?: Dtype;
  /** Texts, or paths of photos, of the catalogue, to calibrate and compare on; needed for 'int8'. */
  readonly sample?: readonly string[];
  /** item → similar items of the sample, by grade: what the change in nDCG@10 is measured by; without them, fp32's own neighbours. */
  readonly judgments?: Qrels;
}

export interface ResolveTextOptions extends ResolveOptions {
  /** The texts that latent semantic analysis is fitted on if it is needed. */
  readonly corpus?: readonly string[];
  /** Numbers a vector of latent semantic analysis, where it is needed. Default 384. */
  readonly dim?: number;
  /** Decides where latent semantic analysis begins. Default 42. */
  readonly seed?: number;
  /** The language of the texts, by its code: 'auto' takes a model of many languages where it is not English. Default 'en'. */
  readonly language?: Language;
}

/**
 * The text encoder that a name stands for. 'auto' is MiniLM, for other languages than English its multilingual form,
 * where its files are here or can be fetched, else latent semantic analysis fitted on `corpus`, with the reason. A model
 * asked for by name is never replaced.
 * @throws {ModelError} for a model that is unknown, cannot be had, or whose files are not what they must be
 * @example
 * const { encoder, fallbackReason } = await resolveTextEncoder({ model: 'auto', corpus: texts });
 * encoder.dim // 384; fallbackReason is null, or why latent semantic analysis is in its place
 */
export async function resolveTextEncoder(
  options: ResolveTextOptions = {},
): Promise<ResolvedEncoder<TextEncoder>> {
  const { corpus, dim = 384, seed, language = 'en', model = 'auto' } = options;
  const fitted = () => {
    if (!corpus) {
      throw new ArgumentError(
        'latent semantic analysis is fitted on the catalogue: pass its texts as corpus',
      );
    }
    return fitLsa(corpus, { dim, seed, language });
  };
  const multilingual = language !== 'en';
  const resolved = await resolve('text', corpus ? fitted : undefined, fitted, loadTextEncoder, {
    ...options,
    multilingual,
  });
  if (!multilingual || model !== 'auto' || !resolved.files) return resolved;
  return { ...resolved, details: `${resolved.details}; for texts in ${languageName(language)}` };
}

/**
 * The image encoder that a name stands for. 'auto' is ResNet50 where its files are here or can be fetched, else
 * classical descriptors, with the reason. A model asked for by name is never replaced.
 * @throws {ModelError} for a model that is unknown, cannot be had, or whose files are not what they must be
 * @example
 * const { encoder, fallbackReason } = await resolveImageEncoder({ model: 'auto' });
 * encoder.dim // 2048 for ResNet50; fallbackReason is null, or why descriptors are in its place
 */
export async function resolveImageEncoder(
  options: ResolveOptions = {},
): Promise<ResolvedEncoder<ImageEncoder>> {
  return resolve('image', descriptorEncoder, descriptorEncoder, loadImageEncoder, options);
}

async function resolve<E extends TextEncoder>(
  kind: ModelKind,
  fallback: (() => E) | undefined,
  chosen: () => E,
  load: (files: ModelFiles, options: ResolveOptions) => Promise<E & { readonly device: 'cpu' | 'cuda' }>,
  { model = 'auto', ...options }: ResolveOptions,
): Promise<ResolvedEncoder<E>> {
  const { dtype = 'fp32', sample, judgments, device, threads } = options;
  if (!dtypes.includes(dtype)) {
    throw new ArgumentError(`dtype ${shown(dtype)} is unknown; choose from ${dtypes.join(', ')}`);
  }
  if (model === weightFree[kind]) return withoutWeights(chosen(), null, options);
  let files: ModelFiles;
  try {
    files = await modelFiles(kind, model, options);
  } catch (error) {
    if (model !== 'auto' || !fallback || !(error instanceof ModelUnavailableError)) throw error;
    const wanted = (await findModel(kind, model, options.multilingual)) as HubModel;
    const encoder = fallback();
    const reason = `${wanted.title} (${wanted.repo}) cannot be had: ${error.message}. In its place: ${encoder.name}. To use ${wanted.title}: ${wayOut(wanted)}.`;
    return withoutWeights(encoder, reason, options);
  }
  if (dtype !== 'fp32') {
    const quantized = await quantizedEncoder(kind, files, load, {
      dtype,
      sample,
      judgments,
      device,
      threads,
    });
    return loaded(quantized.encoder, quantized.files, quantized.report);
  }
  return loaded(await load(files, options), files, null);
}

function loaded<E extends TextEncoder & { readonly device: 'cpu' | 'cuda' }>(
  encoder: E,
  files: ModelFiles,
  quantization: QuantizationReport | null,
): ResolvedEncoder<E> {
  const { sha256 } = files;
  const details = detailsOf(files, encoder.device, quantization);
  return { encoder, fallbackReason: null, sha256, files, device: encoder.device, details, quantization };
}

function withoutWeights<E extends TextEncoder>(
  encoder: E,
  fallbackReason: string | null,
  { device }: ResolveOptions,
): ResolvedEncoder<E> {
  if (device === 'cuda') {
    const why = fallbackReason ? ` (${fallbackReason})` : '';
    throw new ArgumentError(`device "cuda": ${encoder.name} runs on the CPU only; use "auto" or "cpu"${why}`);
  }
  const details = `${encoder.name}, ${encoder.dim} numbers a vector, no model file`;
  return { encoder, fallbackReason, sha256: null, files: null, device: 'cpu', details, quantization: null };
}

function detailsOf(
  { name, source, revision, origin, sha256, pinned, unpinned }: ModelFiles,
  device: string,
  quantization: QuantizationReport | null,
): string {
  const where = {
    path: source,
    MODELS_DIR: 'from MODELS_DIR',
    cache: 'from the cache',
    hub: 'fetched from the hub',
  };
  const at = revision === '' ? '' : ` at ${revision.slice(0, 12)}`;
  const others = unpinned.length > 0 ? `; recorded when first seen: ${unpinned.join(', ')}` : '';
  const recorded = pinned ? `as pinned${others}` : 'not pinned: recorded when first seen';
  const { kept, meanCosine, ranking } = quantization ?? {};
  const close = meanCosine ? `, mean cosine ${meanCosine.toFixed(4)} with fp32` : '';
  const order = ranking ? `, ${describeRankingChange(ranking)}` : '';
  const trust = kept === 'int8' ? `quantised here${close}${order}` : recorded;
  return `${name}${at}, ${where[origin]}, SHA-256 ${sha256.slice(0, 12)}… (${trust}), on ${device}`;
}
