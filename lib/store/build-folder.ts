import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from './atomic.js';

/** What killed processes left; a folder that changed in the last hour may still be in work. */
const abandonedMs = 3_600_000;

export interface BuildFolderOptions {
  /** Whether the folder holds what was asked for. Another process may have put it there meanwhile; it is then as good. */
  isWhole(): Promise<boolean>;
  /** Puts what was built over an older folder that holds something. By default the older one is moved away and removed. */
  replace?(building: string): Promise<void>;
}

/**
 * Makes a folder whole or not at all: `build` fills one beside it, which is then moved into place. What killed
 * processes left beside it more than an hour ago is removed.
 * @example await buildFolder('data/ads', (folder) => drawAds(folder), { isWhole: () => adsAreWhole('data/ads') })
 */
export async function buildFolder(
  target: string,
  build: (folder: string) => Promise<void>,
  { isWhole, replace }: BuildFolderOptions,
): Promise<void> {
  const parent = path.dirname(target);
  await makeFolder(parent);
  const prefix = `.${path.basename(target)}-building-`;
  await removeAbandoned(parent, prefix);
  const building = path.join(parent, `${prefix}${randomUUID()}`);
  const aside = `${building}-old`;
  const isOver = (await readdir(target).catch(() => [])).length > 0;
  await mkdir(building);
  try {
    await build(building);
    if (isOver && replace) return await replace(building);
    if (isOver) await rename(target, aside);
    else await rmdir(target).catch(() => undefined);
    await rename(building, target).catch(async (error) => {
      if (!(await isWhole())) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
    await rm(aside, { recursive: true, force: true });
  }
}

async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  for (const name of (await readdir(parent)).filter((entry) => entry.startsWith(prefix))) {
    const folder = path.join(parent, name);
    const changed = await stat(folder).catch(() => null);
    if (changed && Date.now() - changed.mtimeMs > abandonedMs)
      await rm(folder, { recursive: true, force: true });
  }
}
