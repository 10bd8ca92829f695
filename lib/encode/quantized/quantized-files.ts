import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ArgumentError } from '../../errors/index.js';
import { loadGraph, quantizeDynamic, saveGraph } from '../../onnx/index.js';
import { contentKey, projectPath, readJson, sha256File, writeJson } from '../../store/index.js';
import type { ModelFiles, ModelKind } from '../models/index.js';
import { calibrated, minPhotos } from './calibrate.js';
import type { SampleItem } from './sample-items.js';

/** Changes whenever the same model on the same photos would be quantised to other numbers. */
const recipes = { text: 'rows-v1', image: 'qdq-v1' } as const;
/** Photos to calibrate on. */
export const calibrationPhotos = 256;
/** The share of an activation's values that its range holds, in percent. */
const percentile = 99.99;
/** A calibration is used again while this share of its photos is still in the catalogue. */
const enoughKnown = 0.9;

const recordSchema = z.object({
  source: z.string(),
  recipe: z.string(),
  sha256: z.string(),
  calibration: z.array(z.string()),
});
type QuantizedRecord = z.infer<typeof recordSchema>;

/** A quantised model in the cache. */
export interface QuantizedFiles {
  /** As those of the model that it was made from; `model` and `sha256` are its own. */
  readonly files: ModelFiles;
  /** Photos that it was calibrated on; 0 for a text model. */
  readonly calibratedOn: number;
  /** True where it was in the cache. */
  readonly cached: boolean;
}

/** Where quantised models are kept. */
export function quantizedCache(): string {
  return projectPath('checkpoints', 'models', 'quantized');
}

/**
 * The int8 form of a float32 model, from the cache (checkpoints/models/quantized/<hash>.onnx) or made now. The hash is
 * over the model's SHA-256, the version of the recipe, and the content of the photos calibrated on; a record beside it
 * says what it was made of. An image model calibrated before is used again while at least 90% of its photos are in
 * `photos`, so that a changed photo does not make every vector of the catalogue anew; it has an id of its own either way.
 * @throws {ModelError} for a model that cannot be quantised; {ArgumentError} for fewer than 16 readable photos where
 * no calibrated model is there.
 */
export async function quantizedFiles(
  kind: ModelKind,
  source: ModelFiles,
  photos: readonly SampleItem[],
  { threads }: { readonly threads?: number } = {},
): Promise<QuantizedFiles> {
  const recipe = kind === 'text' ? recipes.text : `${recipes.image}-${percentile}`;
  const used = kind === 'text' ? [] : photos.slice(0, calibrationPhotos);
  const calibration = used.map(({ key }) => key).sort();
  const hash = contentKey(JSON.stringify([source.sha256, recipe, calibration]));
  const wanted = { source: source.sha256, recipe, calibration };
  const known = await findRecord(hash, wanted, new Set(photos.map(({ key }) => key)));
  if (known) {
    const files = describe(source, fileOf(known.hash), known.record.sha256);
    return { files, calibratedOn: known.record.calibration.length, cached: true };
  }
  if (kind === 'image' && used.length < minPhotos) {
    throw new ArgumentError(
      `${used.length} photo${used.length === 1 ? '' : 's'} to calibrate on, at least ${minPhotos} are needed; give more photos, or keep fp32`,
    );
  }
  const graph =
    kind === 'text'
      ? quantizeDynamic(await loadGraph(source.model))
      : await calibrated(
          source,
          used.map(({ item }) => item),
          { threads, percentile },
        );
  const file = fileOf(hash);
  await saveGraph(graph, file);
  const sha256 = await sha256File(file);
  // The record comes last: once it is there, the model is complete.
  await writeJson(recordOf(hash), { ...wanted, sha256 } satisfies QuantizedRecord);
  return { files: describe(source, file, sha256), calibratedOn: calibration.length, cached: false };
}

const fileOf = (hash: string) => path.join(quantizedCache(), `${hash}.onnx`);
const recordOf = (hash: string) => path.join(quantizedCache(), `${hash}.json`);

function describe(source: ModelFiles, model: string, sha256: string): ModelFiles {
  return { ...source, name: `${source.name}, int8`, model, sha256, pinned: false };
}

/** The record under the very hash, else that of a model calibrated on nearly the same photos; with no photos, on any. */
async function findRecord(
  hash: string,
  { source, recipe }: Omit<QuantizedRecord, 'sha256'>,
  photos: ReadonlySet<string>,
): Promise<{ hash: string; record: QuantizedRecord } | undefined> {
  const names = await readdir(quantizedCache()).catch(() => []);
  const candidates = names.filter((name) => /^[0-9a-f]{32}\.json$/.test(name)).sort();
  const fitting: { hash: string; record: QuantizedRecord; share: number }[] = [];
  for (const name of candidates) {
    const found = name.slice(0, -'.json'.length);
    const record = await intactRecord(
      found,
      (record) => record.source === source && record.recipe === recipe,
    );
    if (!record) continue;
    if (found === hash) return { hash, record };
    const shared = record.calibration.filter((key) => photos.has(key)).length;
    const share = photos.size === 0 ? 1 : shared / record.calibration.length;
    if (record.calibration.length > 0 && share >= enoughKnown) fitting.push({ hash: found, record, share });
  }
  return fitting.sort((a, b) => b.share - a.share)[0];
}

/** A record that is wanted and whose model is there as it was written; anything else is made again. */
async function intactRecord(
  hash: string,
  isWanted: (record: QuantizedRecord) => boolean = () => true,
): Promise<QuantizedRecord | undefined> {
  const record = await readJson(recordOf(hash), (value) => recordSchema.parse(value)).catch(() => undefined);
  const there = await stat(fileOf(hash)).catch(() => undefined);
  if (!record || !isWanted(record) || !there?.isFile()) return undefined;
  return (await sha256File(fileOf(hash))) === record.sha256 ? record : undefined;
}
