import { copyFile, open, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { makeFolder, sha256, sha256File, storeError, syncFolder } from '../../store/index.js';
import { MonitorError } from '../errors.js';

/** A file of a version: its path below the folder with `/`, its size and its SHA-256. */
export interface ArtefactFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Every file below a folder, by path. @throws {MonitorError} for an empty folder or a link in it */
export async function artefactFiles(folder: string): Promise<ArtefactFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw storeError('read', folder, cause);
  });
  const odd = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (odd) {
    throw new MonitorError(
      `${join(odd.parentPath, odd.name)} is neither a file nor a folder; register copies of what links point to`,
    );
  }
  const files: ArtefactFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.push({
      path: relative(folder, path).split(sep).join('/'),
      bytes: (await stat(path)).size,
      sha256: await sha256File(path),
    });
  }
  if (files.length === 0) throw new MonitorError(`${folder} holds no files; a version needs at least one`);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** One hash for names and contents of all files. */
export function contentHash(files: readonly ArtefactFile[]): string {
  return sha256(files.map((file) => `${file.sha256} ${file.path}\n`).join(''));
}

/** Copies files into a folder that is not there yet, each on the disk when this returns. */
export async function copyArtefacts(from: string, to: string, files: readonly ArtefactFile[]): Promise<void> {
  const folders = new Set([to]);
  for (const file of files) {
    const target = join(to, ...file.path.split('/'));
    try {
      await makeFolder(dirname(target));
      await copyFile(join(from, ...file.path.split('/')), target);
      const handle = await open(target, 'r+');
      await handle.sync().finally(() => handle.close());
    } catch (cause) {
      throw storeError('copy to', target, cause);
    }
    for (let above = dirname(target); above !== to; above = dirname(above)) folders.add(above);
  }
  for (const folder of folders) await syncFolder(folder);
}

/** @throws {MonitorError} that names the first file that is missing, has another size or another content */
export async function checkArtefacts(folder: string, files: readonly ArtefactFile[]): Promise<void> {
  for (const file of files) {
    const path = join(folder, ...file.path.split('/'));
    const size = (await stat(path).catch(() => null))?.size;
    if (size !== file.bytes || (await sha256File(path)) !== file.sha256) {
      const state = size === undefined ? 'missing' : 'not what was registered';
      throw new MonitorError(
        `${path} is ${state}; restore it from a copy, or roll back to another version of the registry`,
      );
    }
  }
}
