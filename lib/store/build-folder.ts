import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from './atomic.js';
import { Lease } from './leases/lease.js';
import { leaseSuffix, sweep } from './leases/leftovers.js';

export interface BuildFolderOptions {
  /** Whether the folder holds what was asked for. Another process may have put it there meanwhile; it is then as good. */
  isWhole(): Promise<boolean>;
  /** Puts what was built over an older folder that holds something. By default the older one is moved away and removed. */
  replace?(building: string): Promise<void>;
}

/**
 * Makes a folder whole or not at all: `build` fills one beside it, which is then moved into place. What killed
 * processes left beside it is removed.
 * @example await buildFolder('data/ads', (folder) => drawAds(folder), { isWhole: () => adsAreWhole('data/ads') })
 */
export async function buildFolder(
  target: string,
  build: (folder: string) => Promise<void>,
  { isWhole, replace }: BuildFolderOptions,
): Promise<void> {
  const parent = path.dirname(target);
  await makeFolder(parent);
  await sweep(parent);
  const building = path.join(parent, `.${path.basename(target)}-building-${randomUUID()}`);
  const aside = `${building}-old`;
  const isOver = (await readdir(target).catch(() => [])).length > 0;
  const lease = Lease.take(building + leaseSuffix);
  try {
    await mkdir(building);
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
    await lease.release();
  }
}
