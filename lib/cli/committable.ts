import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
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
  for (const file of paths) {
    const findings = findUncommittable(await readNotebook(file));
    for (const finding of findings) console.error(`${shownPath(file)}: ${finding}`);
    if (findings.length > 0) failed++;
  }
  if (failed > 0) console.error('Mend it with: npx vitrine notebook strip');
  else console.log(`${paths.length} notebook${paths.length === 1 ? '' : 's'} without outputs`);
  return failed > 0 ? 1 : 0;
}

/** Writes notebooks as they should be committed; those that are so already stay untouched. */
export async function stripNotebooks(files: readonly string[]): Promise<void> {
  for (const file of await notebooksOr(files)) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const stripped = stripNotebook(await readNotebook(file));
    if (findUncommittable(parseNotebook(formatNotebook(stripped), file)).length > 0) {
      console.error(
        `${shownPath(file)}: ${findUncommittable(stripped).join('; ')}; choose the kernel tslab in Jupyter`,
      );
      process.exitCode = 1;
    }
    if (formatNotebook(stripped) === text) continue;
    await writeNotebook(file, stripped);
    console.log(`stripped ${shownPath(file)}`);
  }
}

async function notebooksOr(files: readonly string[]): Promise<string[]> {
  if (files.length > 0) return [...files];
  const folder = projectPath('notebooks');
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.ipynb'))
    .sort()
    .map((name) => path.join(folder, name));
}

function shownPath(file: string): string {
  return path.relative('.', file) || file;
}
