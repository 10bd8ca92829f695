import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readJson, syncFolder, writeFileAtomic, writeJson } from './atomic.js';
import { checkFiles } from './check-files.js';
import { StoreError, storeError } from './errors.js';
import { sha256, sha256File } from './hash.js';
import { leaseSuffix } from './leases/leftovers.js';
import { commandTo } from './package/package-root.js';
import { projectPath } from './project.js';

/** Begins the name of the folder of a run that is not whole. */
export const stagingPrefix = '.staging-';
/** What a finished run says of itself. */
export const manifestName = 'manifest.json';

const manifestSchema = z.object({
  job: z.string(),
  id: z.string(),
  finished: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});
const latestSchema = z.object({ run: z.string().regex(/^[\w-]+$/), manifest: z.string() });

/**
 * Finishes a staging folder: writes `manifest.json` (size and SHA-256 of each file), moves the folder into place whole
 * and points `latest.json` to it. Returns the final folder.
 * @throws {StoreError} for what is no staging folder, and where the run cannot be moved
 */
export async function publishRun(staging: string): Promise<string> {
  if (!path.basename(staging).startsWith(stagingPrefix))
    throw new StoreError(`${staging} is no staging folder of a run`);
  const folder = path.dirname(staging);
  const id = path.basename(staging).slice(stagingPrefix.length);
  const final = path.join(folder, id);
  const files = [];
  for (const file of await filesBelow(staging)) {
    const absolute = path.join(staging, file);
    await syncFile(absolute);
    files.push({
      path: file.split(path.sep).join('/'),
      bytes: (await stat(absolute)).size,
      sha256: await sha256File(absolute),
    });
  }
  const manifest = `${JSON.stringify({ job: path.basename(folder), id, finished: new Date().toISOString(), files }, null, 2)}\n`;
  await writeFileAtomic(path.join(staging, manifestName), manifest);
  try {
    await rename(staging, final);
    await syncFolder(folder);
  } catch (cause) {
    throw storeError('move the run to', final, cause);
  }
  await writeJson(path.join(folder, 'latest.json'), { run: id, manifest: sha256(manifest) });
  await rm(staging + leaseSuffix, { force: true });
  return final;
}

/**
 * The folder of the newest finished run of a job, its files checked.
 * @throws {StoreError} when there is none yet, or when a file is missing or was changed.
 */
export async function openLatestRun(job: string, options: { root?: string } = {}): Promise<string> {
  const folder = path.join(options.root ?? projectPath('outputs'), job);
  const pointer = path.join(folder, 'latest.json');
  if (!(await stat(pointer).catch(() => null))) {
    throw new StoreError(`there is no finished run in ${folder}; make one with: ${commandTo('run')}`);
  }
  const latest = await readJson(pointer, latestSchema.parse);
  const dir = path.join(folder, latest.run);
  if (!(await stat(dir).catch(() => null))) {
    throw new StoreError(
      `${pointer} names the run ${latest.run}, which is gone; make a new one with: ${commandTo('run')}`,
    );
  }
  const manifest = await sha256File(path.join(dir, manifestName));
  if (manifest !== latest.manifest) {
    throw new StoreError(
      `${path.join(dir, manifestName)} was changed after the run; make a new one with: ${commandTo('run')}`,
    );
  }
  await verifyRun(dir);
  return dir;
}

/**
 * Checks every file of a finished run against its manifest.
 * @throws {StoreError} that names the first file that is missing, has another size or another content.
 */
export async function verifyRun(dir: string): Promise<void> {
  const { files } = await readManifest(dir);
  await checkFiles(dir, files, { as: 'what the run wrote', wayOut: 'restore it or run again' });
}

/** What a finished run says of itself. @throws {StoreError} where it has no manifest, or a damaged one */
export function readManifest(dir: string): Promise<z.infer<typeof manifestSchema>> {
  return readJson(path.join(dir, manifestName), manifestSchema.parse);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== manifestName)
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
