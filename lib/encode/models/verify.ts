import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from '../../onnx/index.js';
import { projectPath, sha256File, writeFileAtomic } from '../../store/index.js';

/** Where models are kept once fetched. */
export function modelCache(): string {
  return projectPath('checkpoints', 'models');
}

/** The SHA-256 of a file. @throws {ModelError} where it is not the one that is expected */
export async function verifyFile(
  file: string,
  expected: string | undefined,
  wayOut: string,
): Promise<string> {
  const sha256 = await sha256File(file);
  if (expected !== undefined && sha256 !== expected) {
    throw new ModelError(`model file ${file} has SHA-256 ${sha256}, expected ${expected}; ${wayOut}`);
  }
  return sha256;
}

/** Keeps the SHA-256 of a file of which nobody said beforehand what it must be, beside it. */
export function recordHash(file: string, sha256: string): Promise<void> {
  return writeFileAtomic(recordOf(file), `${sha256}  ${path.basename(file)}\n`);
}

/** The SHA-256 that `recordHash` kept; undefined where there is none. */
export async function recordedHash(file: string): Promise<string | undefined> {
  const [sha256] = (await readFile(recordOf(file), 'utf8').catch(() => '')).split(' ');
  return sha256 || undefined;
}

function recordOf(file: string): string {
  return `${file}.sha256`;
}
