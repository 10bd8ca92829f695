import { existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors/index.js';
import { readJson } from '../../store/index.js';

/**
 * The staging folder that the notebook's run handed over, if it did.
 * @throws {UserError} when it is no staging folder of a run under the project's `outputs/`.
 */
export async function readHandover(file: string, root: string): Promise<string | undefined> {
  if (!existsSync(file)) return undefined;
  const { staging } = await readJson(file, z.object({ staging: z.string() }).parse);
  const found = await stat(staging).catch(() => null);
  if (!found?.isDirectory()) throw new UserError(`the run handed over ${staging}, which is no folder`);
  const outputs = path.join(root, 'outputs');
  const inside = existsSync(outputs) && path.relative(await realpath(outputs), await realpath(staging));
  const parts = inside ? inside.split(path.sep) : [];
  if (parts.length !== 2 || parts[0] === '..' || !path.basename(staging).startsWith('.staging-')) {
    throw new UserError(`the run handed over ${staging}, which is no staging folder below ${outputs}`);
  }
  return staging;
}
