import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ArgumentError, shown } from '../../errors/index.js';
import { resultTable } from '../../records/index.js';
import { projectPath, removeRun } from '../../store/index.js';
import { isInUse, leftoversIn, temporaryLeftovers } from '../../store/leases/index.js';
import { shownPath } from '../shown-path.js';
import { bytesOf } from './bytes-of.js';
import { confirmed } from './confirmed.js';
import { bytesOfAll, number, oldRuns } from './runs.js';
import { shownBytes } from './shown-bytes.js';

export interface CleanOptions {
  readonly keep?: string;
  readonly yes?: boolean;
}

/** Something that can go. */
interface Item {
  readonly path: string;
  readonly what: string;
  readonly bytes: number;
  remove(): Promise<void>;
}

/** What can go, by the word that the command takes for it. */
const kinds = { leftovers, runs, caches };
type Kind = keyof typeof kinds;

/** Answers that were paid for are no cache that can be had again. */
const paid = 'descriptions';
const dayMs = 24 * 3_600_000;

/** `vitrine clean`: shows what takes space and can go, and removes it where it is told to. */
export async function clean(names: readonly string[], options: CleanOptions): Promise<void> {
  const unknown = names.find((name) => !Object.hasOwn(kinds, name));
  if (unknown !== undefined) {
    throw new ArgumentError(
      `clean knows nothing of ${shown(unknown)}; choose of ${Object.keys(kinds).join(', ')}`,
    );
  }
  const wanted = names.length > 0 ? (names as Kind[]) : (Object.keys(kinds) as Kind[]);
  const items: Item[] = [];
  for (const kind of wanted) items.push(...(await kinds[kind](options)));
  if (items.length === 0) return console.log('nothing to remove');
  const rows = items.map((item) => ({
    size: shownBytes(item.bytes),
    what: item.what,
    path: shownPath(item.path),
  }));
  console.log(`${resultTable(rows)}`);
  const size = shownBytes(bytesOfAll(items));
  if (!(await confirmed(`Remove ${items.length} things, ${size}?`, options.yes))) return;
  for (const item of items) await item.remove();
  console.log(`removed ${size}`);
}

/** What killed and failed processes left, and the copies of notebooks that failed. */
async function leftovers(): Promise<Item[]> {
  const folders = [projectPath(), projectPath('data')];
  for (const name of ['outputs', 'checkpoints']) folders.push(...(await foldersBelow(projectPath(name))));
  const found = [...(await Promise.all(folders.map(leftoversIn))).flat(), ...(await temporaryLeftovers())];
  const copies = projectPath('outputs', 'notebooks');
  for (const name of await readdir(copies).catch(() => [])) {
    const changed = await stat(path.join(copies, name, 'notebook.ipynb')).catch(() => null);
    if (changed && Date.now() - changed.mtimeMs > dayMs) found.push(path.join(copies, name));
  }
  return Promise.all(found.map((file) => item(file, 'left by a run that was killed or failed')));
}

async function runs({ keep = '3' }: CleanOptions): Promise<Item[]> {
  const old = await oldRuns({ keep: number('--keep', keep) });
  return old.map((run) => ({
    path: run.dir,
    what: `run of ${run.job}, ${run.finished.toISOString().slice(0, 10)}`,
    bytes: run.bytes,
    remove: () => removeRun(run),
  }));
}

/** Folders of checkpoints/ that nobody is writing to. */
async function caches(): Promise<Item[]> {
  const found: Item[] = [];
  for (const name of await readdir(projectPath('checkpoints')).catch(() => [])) {
    const folder = projectPath('checkpoints', name);
    if (name.startsWith('.') || name === paid || (await isInUse(folder))) continue;
    found.push(await item(folder, 'cache: made or fetched again when it is needed'));
  }
  return found;
}

async function item(file: string, what: string): Promise<Item> {
  const remove = () => rm(file, { recursive: true, force: true });
  return { path: file, what, bytes: await bytesOf(file), remove };
}

async function foldersBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const inside = entries.filter((entry) => entry.isDirectory());
  return [folder, ...inside.map((entry) => path.join(entry.parentPath, entry.name))];
}
