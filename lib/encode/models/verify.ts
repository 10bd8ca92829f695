import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ModelError } from '../../onnx/index.js';
import { contentKey, projectPath, readJson, sha256File, writeJson } from '../../store/index.js';

const verifiedSchema = z.object({
  path: z.string(),
  size: z.number(),
  mtimeMs: z.number(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Where models are kept once fetched. */
export function modelCache(): string {
  return projectPath('checkpoints', 'models');
}

/** A file's SHA-256. Hashing is skipped while size and time of change are those of the last time. */
export async function fileSha256(file: string): Promise<string> {
  const absolute = path.resolve(file);
  const record = path.join(modelCache(), '.verified', `${contentKey(absolute)}.json`);
  const { size, mtimeMs } = await stat(absolute);
  const known = await readJson(record, verifiedSchema.parse).catch(() => undefined);
  if (known?.path === absolute && known.size === size && known.mtimeMs === mtimeMs) return known.sha256;
  const sha256 = await sha256File(absolute);
  // The record only saves time: where it cannot be written, the file is hashed again next time.
  await writeJson(record, { path: absolute, size, mtimeMs, sha256 } satisfies z.infer<
    typeof verifiedSchema
  >).catch(() => {});
  return sha256;
}

/** Throws a `ModelError` if a file is not the one that is expected. Returns its SHA-256. */
export async function verifyFile(
  file: string,
  expected: string | undefined,
  wayOut: string,
): Promise<string> {
  const sha256 = await fileSha256(file);
  if (expected !== undefined && sha256 !== expected) {
    throw new ModelError(`model file ${file} has SHA-256 ${sha256}, expected ${expected}; ${wayOut}`);
  }
  return sha256;
}
