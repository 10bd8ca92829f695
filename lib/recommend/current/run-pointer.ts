import path from 'node:path';
import { z } from 'zod';
import type { ModelRegistry } from '../../monitor/index.js';
import { readJson, sha256File, writeJson } from '../../store/index.js';
import { files } from '../saved-run.js';

/** A version of a recommender's registry: not a copy of the run, which is large, but its name and a checksum. */
export interface RunPointer {
  readonly run: string;
  /** SHA-256 of its config.json. */
  readonly config: string;
}

const pointerName = 'run.json';
const schema = z.object({ run: z.string().regex(/^[\w-]+$/), config: z.string() });

/** Writes the pointer to a finished run into a folder of its own. */
export async function writePointer(folder: string, run: string, dir: string): Promise<void> {
  const pointer: RunPointer = { run, config: await sha256File(path.join(dir, files.config)) };
  await writeJson(path.join(folder, pointerName), pointer);
}

/** @throws {UserError} for an unknown version, or one that was changed */
export async function readPointer(registry: ModelRegistry, version: string): Promise<RunPointer> {
  const { folder } = await registry.open(version);
  return readJson(path.join(folder, pointerName), schema.parse);
}
