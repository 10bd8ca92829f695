import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isHeld, leaseMs } from './lease.js';

/** Ends the name of the lease of a folder that is being filled. */
export const leaseSuffix = '.lease';

const temporaryFile = /^\..+\.\d+(-[0-9a-f]{8})?\.tmp$/;
const unfinishedFolder = /^\.staging-|^\..+-building-/;
/** What has no lease, as earlier versions made it, is given up after this time without a change. */
const unleasedMs = 3_600_000;

/**
 * What killed and failed processes left directly in a folder: temporary files of `writeAtomically`, staging folders of
 * runs, and folders of `buildFolder`, of which nobody holds the lease any more. Absolute, or relative as the folder is.
 */
export async function leftoversIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    if (await isLeftover(folder, name)) found.push(path.join(folder, name));
  }
  return found;
}

/** Removes what `leftoversIn` finds. Nothing depends on it: what cannot be removed stays for the next time. */
export async function sweep(folder: string): Promise<void> {
  for (const leftover of await leftoversIn(folder)) {
    await rm(leftover, { recursive: true, force: true }).catch(() => {});
  }
}

/** Whether somebody holds a lease of something in a folder, however deep. */
export async function isInUse(folder: string): Promise<boolean> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names) {
    if (name.endsWith(leaseSuffix) && (await isHeld(path.join(folder, name)))) return true;
  }
  return false;
}

async function isLeftover(folder: string, name: string): Promise<boolean> {
  const file = path.join(folder, name);
  if (temporaryFile.test(name)) return isOlder(file, leaseMs);
  if (!unfinishedFolder.test(name)) return false;
  if (name.endsWith(leaseSuffix)) return (await isHeld(file)) === false;
  // What was moved aside belongs to the folder that takes its place.
  const held = await isHeld(file.replace(/-old$/, '') + leaseSuffix);
  return held === undefined ? isOlder(file, unleasedMs) : !held;
}

/** Another process may finish meanwhile, and it is gone. */
async function isOlder(file: string, ms: number): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > ms;
}
