import { readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { projectPath } from './project.js';
import { readManifest, stagingPrefix } from './run-folder.js';

/** A run that was published, as far as its manifest tells. */
export interface FinishedRun {
  readonly job: string;
  readonly id: string;
  /** Its folder. */
  readonly dir: string;
  readonly finished: Date;
  readonly bytes: number;
  /** A JSON file beside it names it, as latest.json does the latest. */
  readonly named: boolean;
}

/** The finished runs of all jobs below `root` (`outputs/`), the newest of each job first. Folders without a manifest that can be read are none. */
export async function finishedRuns(root: string = projectPath('outputs')): Promise<FinishedRun[]> {
  const runs: FinishedRun[] = [];
  for (const job of await foldersIn(root)) {
    const folder = path.join(root, job);
    const pointers = await texts(folder);
    for (const id of await foldersIn(folder)) {
      const dir = path.join(folder, id);
      const manifest = await readManifest(dir).catch(() => null);
      if (manifest?.id !== id) continue;
      const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
      const named = pointers.some((text) => text.includes(id));
      runs.push({ job, id, dir, finished: new Date(manifest.finished), bytes, named });
    }
  }
  return runs.sort((a, b) => a.job.localeCompare(b.job) || b.finished.getTime() - a.finished.getTime());
}

/** Removes a run: gone at once, though its files take a while. What a kill leaves is swept with other leftovers. */
export async function removeRun({ dir, id }: FinishedRun): Promise<void> {
  const going = path.join(path.dirname(dir), stagingPrefix + id);
  await rename(dir, going);
  await rm(going, { recursive: true, force: true });
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
}

/** The JSON files directly in a folder. */
async function texts(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  return Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8').catch(() => '')));
}
