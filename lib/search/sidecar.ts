import path from 'node:path';
import { z } from 'zod';
import { messageOf, UserError } from '../errors/index.js';
import { readJson, sha256, writeJson } from '../store/index.js';
import type { Matrix } from '../vectors/index.js';
import { hnswFile, type WrittenIndex } from './engine.js';
import type { SavedWith } from './saved-with.js';

const sidecarSchema = z.object({
  format: z.literal(1),
  kind: z.enum(['exact', 'hnsw']),
  space: z.literal('cosine'),
  dim: z.int().positive(),
  rows: z.int().positive(),
  /** Rows that are indexed: all but those of zeros. */
  size: z.int().positive(),
  vectors: z.object({ file: z.string(), sha256: z.string() }),
  idsSha256: z.string(),
  encoders: z.array(z.string()),
  library: z.string().optional(),
  file: z.object({ name: z.literal(hnswFile), sha256: z.string(), bytes: z.int() }).optional(),
  parameters: z.object({ M: z.int(), efConstruction: z.int(), ef: z.int(), seed: z.int() }).optional(),
});

/** `index.json`, as read. */
export type Sidecar = z.infer<typeof sidecarSchema>;

export const sidecarFile = 'index.json';

/** What to do about any index that does not fit. */
export const rebuild = 'build the index anew by rerunning the notebook';

export async function writeSidecar(
  directory: string,
  index: { kind: 'exact' | 'hnsw'; unit: Matrix; total: number; about: SavedWith; written: WrittenIndex },
): Promise<void> {
  const { kind, unit, total, about, written } = index;
  const sidecar: Sidecar = {
    format: 1,
    kind,
    space: 'cosine',
    dim: unit.cols,
    rows: total,
    size: unit.rows,
    vectors: { file: about.vectorsFile ?? 'combined_embeddings.npy', sha256: vectorsSha256(unit) },
    idsSha256: idsSha256(about.ids),
    encoders: [...about.encoders],
    ...written,
  };
  await writeJson(path.join(directory, sidecarFile), sidecar);
}

export async function readSidecar(directory: string): Promise<Sidecar> {
  try {
    return await readJson(path.join(directory, sidecarFile), (value) => sidecarSchema.parse(value));
  } catch (cause) {
    throw new UserError(`${messageOf(cause)}; ${rebuild}`, { cause });
  }
}

export function idsSha256(ids: readonly string[]): string {
  return sha256(JSON.stringify(ids));
}

export function vectorsSha256({ data }: Matrix): string {
  return sha256(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}
