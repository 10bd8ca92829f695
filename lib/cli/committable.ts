import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import {
  findUncommittable,
  formatNotebook,
  parseNotebook,
  readNotebook,
  stripNotebook,
  writeNotebook,
} from '../notebook/document/index.js';
import { projectPath } from '../store/index.js';

/** Lists what keeps notebooks from being committed, by file and cell; the exit code: 0 if there is nothing. */
export async function checkNotebooks(files: readonly string[]): Promise<number> {
  const paths = await notebooksOr(files);
  let failed = 0;
  for (const path of paths) {
    const findings = findUncommittable(await readNotebook(path));
    for (const finding of findings) console.error(`${shownPath(path)}: ${finding}`);
    if (findings.length > 0) failed++;
  }
  if (failed > 0) console.error('Mend it with: npx vitrine notebook strip');
  else console.log(`${paths.length} notebook${paths.length === 1 ? '' : 's'} without outputs`);
  return failed > 0 ? 1 : 0;
}

/** Writes notebooks as they should be committed; those that are so already stay untouched. */
export async function stripNotebooks(files: readonly string[]): Promise<void> {
  for (const path of await notebooksOr(files)) {
    const text = await readFile(path, 'utf8').catch(() => '');
    const stripped = stripNotebook(await readNotebook(path));
    if (findUncommittable(parseNotebook(formatNotebook(stripped), path)).length > 0) {
      console.error(
        `${shownPath(path)}: ${findUncommittable(stripped).join('; ')}; choose the kernel tslab in Jupyter`,
      );
      process.exitCode = 1;
    }
    if (formatNotebook(stripped) === text) continue;
    await writeNotebook(path, stripped);
    console.log(`stripped ${shownPath(path)}`);
  }
}

async function notebooksOr(files: readonly string[]): Promise<string[]> {
  if (files.length > 0) return [...files];
  const folder = projectPath('notebooks');
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.ipynb'))
    .sort()
    .map((name) => join(folder, name));
}

function shownPath(path: string): string {
  return relative('.', path) || path;
}
