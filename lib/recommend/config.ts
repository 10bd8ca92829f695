import type { PhotoSet } from '../catalog/index.js';
import type { ImageEncoder, QuantizationReport, ResolvedEncoder, TextEncoder } from '../encode/index.js';
import { ArgumentError } from '../errors/index.js';
import { withoutPasswords } from '../http/index.js';
import { sha256File } from '../store/index.js';
import { installedVersions } from '../store/package/index.js';
import type { EncodedPhotos } from './encode.js';
import type { FurtherParts } from './further-parts.js';
import type { Parameters } from './parameters.js';
import type { Relevance } from './relevance.js';
import type { EncoderRecord, RunConfig } from './run-config.js';
import type { Source } from './source.js';
import type { BuiltSpaces } from './spaces.js';

/**
 * What config.json records of a run before it is saved: parameters, inputs, encoders, versions.
 * @throws {ArgumentError} for weights that are not those the spaces were built with: in a notebook, a cell was left out
 * @example
 * const about = { parameters, source, photos, encodedPhotos, text, image, relevance, further, built };
 * await saveRun(run, { ...parts, config: await runConfig(about) });
 */
export async function runConfig(options: {
  readonly parameters: Parameters;
  readonly source: Source;
  readonly photos: PhotoSet;
  readonly encodedPhotos: EncodedPhotos;
  readonly text: ResolvedEncoder<TextEncoder>;
  readonly image: ResolvedEncoder<ImageEncoder>;
  readonly relevance: Relevance;
  readonly further: FurtherParts;
  readonly built: BuiltSpaces;
}): Promise<Omit<RunConfig, 'format' | 'job' | 'run' | 'weights' | 'index'>> {
  const { source, photos, encodedPhotos, built } = options;
  checkWeights(options.parameters, built);
  const { path, products, rejected, warnings, reading, counts } = source.catalog;
  return {
    parameters: { ...options.parameters, DATA: withoutPasswords(options.parameters.DATA) },
    catalog: {
      path,
      sha256: await sha256File(path),
      products: products.length,
      reading: reading.line,
      language: source.language.language,
      counts,
      setAside: rejected,
      warnings,
      unusable: built.empty.map((i) => products[i].id),
    },
    photos: {
      found: photos.found - encodedPhotos.failures.length,
      failed: [...photos.failures, ...encodedPhotos.failures],
    },
    text: recordOf(options.text, options.parameters.TEXT_MODEL, 'lsa'),
    image: recordOf(options.image, options.parameters.IMAGE_MODEL, 'descriptors'),
    relevance: options.relevance.description,
    events: options.further.events,
    versions: installedVersions(libraries),
  };
}

/** In a notebook a weight may be changed, and the cell that joins the parts not be run again. */
function checkWeights({ ALPHA, BETA, GAMMA, DELTA }: Parameters, { weights }: BuiltSpaces): void {
  const total = ALPHA + BETA + GAMMA + DELTA;
  const asked = { text: ALPHA, image: BETA, category: GAMMA, behavior: DELTA };
  for (const [part, weight] of Object.entries(asked)) {
    const used = weights[part] ?? 0;
    if (Math.abs(weight / total - used) < 1e-6) continue;
    throw new ArgumentError(
      `ALPHA, BETA, GAMMA and DELTA give the ${part} ${(weight / total).toFixed(3)} of the weight, but the vectors were joined with ${used.toFixed(3)}; run the cell that joins them, and those after it, then save`,
    );
  }
}

function recordOf(
  {
    encoder,
    files,
    sha256,
    details,
    fallbackReason,
    quantization,
  }: ResolvedEncoder<TextEncoder | ImageEncoder>,
  asked: string,
  weightFree: string,
): EncoderRecord {
  const { id, name, dim } = encoder;
  return {
    asked,
    model: files?.source ?? weightFree,
    id,
    name,
    dim,
    dtype: quantization?.kept ?? 'fp32',
    sha256,
    details,
    fallbackReason,
    quantization: quantization && {
      meanCosine: quantization.meanCosine,
      p5Cosine: quantization.p5Cosine,
      ranking: quantization.ranking,
      reason: quantization.reason,
    },
  };
}

/** Those whose version may change a vector. */
const libraries = ['onnxruntime-node', 'sharp', '@xenova/transformers', 'hnswlib-node'];

const relevantWords = { judgments: 'as judged', 'fp32 neighbours': 'the ten nearest of fp32' } as const;

/**
 * What came of int8, as a row for `showTable`.
 * @example showTable([quantizationRow(text.quantization)]); // used, mean cosine, 5th percentile, nDCG@10 fp32 and int8, …
 */
export function quantizationRow(report: QuantizationReport): Record<string, string | number> {
  const { ranking } = report;
  const megabytes = (bytes: number | null) => (bytes === null ? '' : Math.round(bytes / 1e5) / 10);
  return {
    used: report.kept,
    'mean cosine': report.meanCosine ?? '',
    '5th percentile': report.p5Cosine ?? '',
    compared: report.items,
    'nDCG@10 fp32': ranking?.fp32 ?? '',
    'nDCG@10 int8': ranking?.int8 ?? '',
    change: ranking?.change ?? '',
    relevant: ranking ? relevantWords[ranking.relevance] : '',
    'fp32 MB': megabytes(report.fp32Bytes),
    'int8 MB': megabytes(report.int8Bytes),
    note: report.reason ?? '',
  };
}
