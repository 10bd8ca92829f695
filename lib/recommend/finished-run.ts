import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { openLatestRun, projectPath, StoreError, verifyRun } from '../store/index.js';
import { commandTo } from '../store/package/index.js';
import { currentRun } from './current/current-run.js';
import { job } from './saved-run.js';

/**
 * The folder of a finished run, its files checked against the manifest: 'current', the one in use, 'latest', an id, or a
 * folder, relative to the working directory or to the project's root.
 * @throws {StoreError} when there is no such run, or a file of it is missing or was changed
 */
export async function finishedRun(run: string): Promise<string> {
  if (run === 'current') return (await currentRun()).folder;
  if (run === 'latest') return openLatestRun(job);
  const folder = await folderOf(run);
  await verifyRun(folder);
  return folder;
}

async function folderOf(run: string): Promise<string> {
  const places = [path.resolve(run), projectPath(run), projectPath('outputs', job, run)];
  for (const place of places) {
    if ((await stat(place).catch(() => null))?.isDirectory()) return place;
  }
  const known = await readdir(projectPath('outputs', job)).catch(() => []);
  const ids = known.filter((name) => /^\d{8}-/.test(name)).sort();
  throw new StoreError(
    `there is no run ${JSON.stringify(run)}, as a folder or in ${projectPath('outputs', job)}; ${ids.length > 0 ? `the newest there is ${ids.at(-1)}` : `make one with: ${commandTo('run')}`}`,
  );
}
