import { stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import { z } from 'zod';
import { ArgumentError, UserError } from '../../errors/index.js';
import type { Qrels } from '../../evaluate/index.js';
import type { Device } from '../../onnx/index.js';
import { contentKey, readJson, writeJson } from '../../store/index.js';
import type { Matrix } from '../../vectors/index.js';
import { embed } from '../embed.js';
import type { Encoder } from '../encoder.js';
import type { ModelFiles, ModelKind } from '../models/index.js';
import { type Quality, qualityOf } from './quality.js';
import { calibrationPhotos, quantizedFiles } from './quantized-files.js';
import { type RankingChange, rankingChange } from './ranking-change.js';
import { type SampleItem, sampleItems } from './sample-items.js';

/** Numbers that a model computes with: 'int8' where its vectors are close enough to those of fp32, 'int8!' in any case. */
export type Dtype = 'fp32' | 'int8' | 'int8!';

export const dtypes: readonly Dtype[] = ['fp32', 'int8', 'int8!'];

/** Below this mean cosine between fp32 and int8 vectors 'int8' keeps fp32. */
export const minMeanCosine = 0.98;

/** What came of the wish for int8. */
export interface QuantizationReport {
  /** What the encoder computes with. */
  readonly kept: 'fp32' | 'int8';
  /** Why fp32 was kept, or in what int8 falls short although it was insisted on; null where all is well. */
  readonly reason: string | null;
  /** Mean and 5th percentile of the cosine between fp32 and int8 vectors of the sample; null where nothing was compared. */
  readonly meanCosine: number | null;
  readonly p5Cosine: number | null;
  /** What int8 does to the ranking of the sample's items; null where fewer than two were compared. */
  readonly ranking: RankingChange | null;
  /** Items that were compared. */
  readonly items: number;
  /** Photos that the ranges were measured on; 0 for texts. */
  readonly calibratedOn: number;
  /** Sizes of the model files; null where there is no quantised one. */
  readonly fp32Bytes: number;
  readonly int8Bytes: number | null;
  /** The quantised file; null where there is none. */
  readonly file: string | null;
}

type Loaded = Encoder<string> & { readonly device: 'cpu' | 'cuda' };
type Load<E> = (files: ModelFiles, options: { device?: Device; threads?: number }) => Promise<E>;

export interface QuantizedOptions {
  readonly dtype: Exclude<Dtype, 'fp32'>;
  /** Texts, or paths of photos, of the catalogue: photos to calibrate on (256 of them), and items to compare on (256 texts, 64 photos). */
  readonly sample?: readonly string[];
  /** Which items of the sample are similar, by the items themselves, for the change in nDCG@10; see `RankingChange`. */
  readonly judgments?: Qrels;
  readonly device?: Device;
  readonly threads?: number;
}

const comparedAtMost = { text: 256, image: 64 } as const;

/**
 * Loads a float32 model in int8 form, if that is good enough: it is quantised (once; see `quantizedFiles`), compared
 * with fp32 on items of the sample, and where the mean cosine is below 0.98, where the model cannot be quantised,
 * there are too few photos to calibrate on, or it runs on a graphics card, 'int8' gives the fp32 encoder and the report
 * says why. 'int8!' insists: it throws where there is no int8 form, and takes one that falls short, with the reason.
 * The comparison is made on this kind of processor: an x64 one without VNNI sums uint8 × int8 in 16 bits, which can overflow.
 * Photos are compared on others than those calibrated on where the sample has enough. int8 runs on the CPU.
 * @throws {ArgumentError} for 'int8' without a sample, since nothing could be compared
 */
export async function quantizedEncoder<E extends Loaded>(
  kind: ModelKind,
  source: ModelFiles,
  load: Load<E>,
  options: QuantizedOptions,
): Promise<{ readonly encoder: E; readonly files: ModelFiles; readonly report: QuantizationReport }> {
  const { dtype, sample = [], judgments, device, threads } = options;
  const insisted = dtype === 'int8!';
  if (!insisted && sample.length === 0) {
    const items = kind === 'text' ? 'texts' : 'photos';
    throw new ArgumentError(
      `dtype "int8" is compared with fp32 on ${items} of the catalogue: pass some as sample, or insist with "int8!"`,
    );
  }
  const fp32Bytes = (await stat(source.model)).size;
  const nothing = {
    meanCosine: null,
    p5Cosine: null,
    ranking: null,
    items: 0,
    calibratedOn: 0,
    int8Bytes: null,
    file: null,
  };
  const fp32 = () => load(source, { device, threads });
  if (device === 'cuda') {
    const reason = 'device "cuda" was asked for, and int8 runs on the CPU';
    if (insisted) throw new ArgumentError(`dtype "int8!": ${reason}; use device "cpu", or dtype "fp32"`);
    return {
      encoder: await fp32(),
      files: source,
      report: { ...nothing, kept: 'fp32', reason, fp32Bytes },
    };
  }

  const photos =
    kind === 'text' ? [] : await sampleItems(kind, sample, calibrationPhotos + comparedAtMost.image);
  const made = await quantizedFiles(kind, source, photos, { threads }).catch((error: unknown) => {
    if (insisted || !(error instanceof UserError)) throw error;
    return error;
  });
  if (made instanceof UserError) {
    const report = { ...nothing, kept: 'fp32', reason: made.message, fp32Bytes } as const;
    return { encoder: await fp32(), files: source, report };
  }
  const { files, calibratedOn } = made;
  const int8 = () => load(files, { device: 'cpu', threads });
  const sizes = { calibratedOn, fp32Bytes, int8Bytes: (await stat(files.model)).size, file: files.model };

  const compared = await comparedItems(kind, sample, photos, judgments);
  const measured =
    compared.length === 0 ? null : await comparison({ source, files, compared, judgments, fp32, int8 });
  const quality = measured?.quality ?? { meanCosine: null, p5Cosine: null, items: 0 };
  const ranking = measured?.ranking ?? null;
  const reason = measured ? shortcoming(measured) : null;
  const kept = reason === null || insisted ? 'int8' : 'fp32';
  return {
    encoder: await (kept === 'int8' ? int8() : fp32()),
    files: kept === 'int8' ? files : source,
    report: { ...quality, ranking, ...sizes, kept, reason },
  };
}

/** What both forms are compared on, judged items first; photos are others than those calibrated on where there are enough. */
async function comparedItems(
  kind: ModelKind,
  sample: readonly string[],
  photos: readonly SampleItem[],
  judgments: Qrels | undefined,
): Promise<readonly SampleItem[]> {
  const calibrated = new Set(photos.slice(0, calibrationPhotos).map(({ item }) => item));
  const others = sample.filter((item) => !calibrated.has(item));
  if (kind === 'image' && others.length < comparedAtMost.image) return photos.slice(-comparedAtMost.image);
  return sampleItems(kind, others, comparedAtMost[kind], judgments);
}

interface Comparison {
  readonly quality: Quality;
  readonly ranking: RankingChange | null;
  /** Where fp32 ran. */
  readonly device: 'cpu' | 'cuda';
}

function shortcoming({ quality: { meanCosine, items }, device }: Comparison): string | null {
  if (device === 'cuda') return 'fp32 runs on a graphics card here, where it is faster than int8 on the CPU';
  if (meanCosine >= minMeanCosine) return null;
  return `int8 vectors of ${items} items have a mean cosine of ${meanCosine.toFixed(4)} with those of fp32, below ${minMeanCosine}`;
}

const comparisonSchema = z.object({
  key: z.string(),
  device: z.enum(['cpu', 'cuda']),
  quality: z.object({ meanCosine: z.number(), p5Cosine: z.number(), items: z.number() }),
  ranking: z
    .object({
      fp32: z.number(),
      int8: z.number(),
      change: z.number(),
      queries: z.number(),
      relevance: z.enum(['judgments', 'fp32 neighbours']),
    })
    .nullable(),
});

/** Both encoders on the same items; known from the last time on the same items, judgments and kind of machine. */
async function comparison({
  source,
  files,
  compared,
  judgments,
  fp32,
  int8,
}: {
  readonly source: ModelFiles;
  readonly files: ModelFiles;
  readonly compared: readonly SampleItem[];
  readonly judgments: Qrels | undefined;
  readonly fp32: () => Promise<Loaded>;
  readonly int8: () => Promise<Loaded>;
}): Promise<Comparison> {
  const record = files.model.replace(/\.onnx$/, '.quality.json');
  const processor = cpus()[0]?.model ?? process.arch;
  const items = compared.map(({ item }) => item);
  const judged = items.map((item) => items.map((other) => judgments?.get(item)?.get(other) ?? null));
  const key = contentKey(
    JSON.stringify([source.sha256, files.sha256, processor, compared.map((item) => item.key), judged]),
  );
  const known = await readJson(record, (value) => comparisonSchema.parse(value)).catch(() => undefined);
  if (known?.key === key) return known;
  const before = await vectorsOf(fp32, items);
  const after = await vectorsOf(int8, items);
  const measured = {
    key,
    device: before.device,
    quality: qualityOf(before.vectors, after.vectors),
    ranking: rankingChange(before.vectors, after.vectors, items, judgments),
  };
  await writeJson(record, measured);
  return measured;
}

async function vectorsOf(
  load: () => Promise<Loaded>,
  items: readonly string[],
): Promise<{ vectors: Matrix; device: 'cpu' | 'cuda' }> {
  const encoder = await load();
  try {
    return { vectors: (await embed(items, encoder)).vectors, device: encoder.device };
  } finally {
    await encoder.close();
  }
}
