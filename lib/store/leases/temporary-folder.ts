import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { storeError } from '../errors.js';
import { isHeld, Lease } from './lease.js';

const leaseName = 'vitrine.lease';
const prefix = 'vitrine-';

/** A folder of this process alone, for what need not last. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Makes a folder in the system's folder for temporary ones. Those that killed processes left there are removed.
 * @param purpose a word for its name: 'kernel' makes vitrine-kernel-a1B2c3
 * @throws {StoreError} where none can be made
 */
export async function temporaryFolder(purpose: string): Promise<TemporaryFolder> {
  for (const leftover of await temporaryLeftovers()) {
    await rm(leftover, { recursive: true, force: true }).catch(() => {});
  }
  const folder = await mkdtemp(path.join(tmpdir(), `${prefix}${purpose}-`)).catch((cause) => {
    throw storeError('make a folder in', tmpdir(), cause);
  });
  const lease = Lease.take(path.join(folder, leaseName));
  return {
    path: folder,
    remove: async () => {
      await lease.release();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Temporary folders that nobody holds any more. */
export async function temporaryLeftovers(): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const folder = path.join(tmpdir(), name);
    if (name.startsWith(prefix) && (await isHeld(path.join(folder, leaseName))) === false) found.push(folder);
  }
  return found;
}
