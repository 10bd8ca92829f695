import { type EmbedOptions, embed, type ImageEncoder, photoKeys } from '../../encode/index.js';
import { UserError } from '../../errors/index.js';
import { EmbeddingCache, projectPath } from '../../store/index.js';
import { type Matrix, matrix } from '../../vectors/index.js';

/** A part of the vectors of photos: an encoder, and what its numbers are multiplied by. */
export interface SpacePart {
  readonly encoder: ImageEncoder;
  readonly scale: number;
}

export interface FeatureOptions {
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Vectors of photos by one encoder, each computed once and kept in `checkpoints/embeddings` by its content.
 * @throws {UserError} for a photo that cannot be encoded
 */
export async function features(
  paths: readonly string[],
  encoder: ImageEncoder,
  options: FeatureOptions = {},
): Promise<Matrix> {
  const cache = await EmbeddingCache.open(projectPath('checkpoints', 'embeddings'), encoder.id, encoder.dim);
  try {
    return await encoded(paths, encoder, { ...options, cache, contentKeys: await photoKeys(paths) });
  } finally {
    await cache.close();
  }
}

/**
 * Vectors of photos by one encoder.
 * @throws {UserError} for a photo that cannot be encoded
 */
export async function encoded(
  paths: readonly string[],
  encoder: ImageEncoder,
  options: EmbedOptions = {},
): Promise<Matrix> {
  const { vectors, failed } = await embed(paths, encoder, options);
  const [first] = failed;
  if (first) throw new UserError(`${paths[first[0]]}: ${first[1]}`);
  return vectors;
}

/** The vectors of all parts side by side, each times its scale. */
export function joined(parts: readonly Matrix[], scales: readonly number[]): Matrix {
  const [{ rows }] = parts;
  const out = matrix(
    rows,
    parts.reduce((sum, { cols }) => sum + cols, 0),
  );
  let offset = 0;
  for (const [p, { cols, data }] of parts.entries()) {
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < cols; c++) out.data[r * out.cols + offset + c] = data[r * cols + c] * scales[p];
    offset += cols;
  }
  return out;
}

/** What vectors vary by as a whole: the root of the mean square of their distance from the mean vector. */
export function spread({ rows, cols, data }: Matrix): number {
  const mean = new Float64Array(cols);
  for (let i = 0; i < data.length; i++) mean[i % cols] += data[i] / rows;
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += (data[i] - mean[i % cols]) ** 2;
  return Math.sqrt(squares / Math.max(1, rows)) || 1;
}
