import { randomBytes } from 'node:crypto';
import { copyFile, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../errors/index.js';
import {
  checkFiles,
  type KnownFile,
  makeFolder,
  readJson,
  sha256,
  sha256File,
  storeError,
  syncFolder,
  writeJson,
} from '../../store/index.js';
import type { ArtefactPlace, RegistryArtefacts } from './artefacts.js';
import { contentHash, type VersionRecord, versionSchema } from './version.js';

const recordName = 'version.json';
const filesName = 'artefacts';
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** Versions as folders of a folder: `version.json` and the files under `artefacts/`. */
export class FileArtefacts implements RegistryArtefacts {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(folder: string, record: VersionRecord): Promise<ArtefactPlace> {
    const name = `${record.id}-${randomBytes(4).toString('hex')}`;
    const final = this.#path(name);
    const staging = this.#path(`.staging-${name}`);
    try {
      await makeFolder(staging);
      await copyArtefacts(folder, path.join(staging, filesName), record.files);
      await checkArtefacts(path.join(staging, filesName), record.files);
      await writeJson(path.join(staging, recordName), record);
      const hash = await sha256File(path.join(staging, recordName));
      await rename(staging, final);
      await syncFolder(this.#folder);
      return { folder: name, record: hash };
    } catch (cause) {
      await rm(staging, { recursive: true, force: true });
      throw cause instanceof Error && 'code' in cause
        ? storeError('place a version in', final, cause)
        : cause;
    }
  }

  async record({ folder, record: hash }: ArtefactPlace): Promise<VersionRecord> {
    const file = path.join(this.#path(folder), recordName);
    const text = await readFile(file).catch((cause) => {
      throw storeError('read', file, cause);
    });
    const record = await readJson(file, versionSchema.parse);
    if (sha256(text) !== hash || contentHash(record.files) !== record.contentHash) {
      throw new UserError(`${file} was changed after its registration; restore it from a copy`);
    }
    return record;
  }

  async open(place: ArtefactPlace) {
    const record = await this.record(place);
    const folder = path.join(this.#path(place.folder), filesName);
    await checkArtefacts(folder, record.files);
    return { record, folder };
  }

  async remove({ folder }: ArtefactPlace): Promise<void> {
    await rm(this.#path(folder), { recursive: true, force: true });
  }

  async sweep(live: ReadonlySet<string>, pruned: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [] as string[])) {
      if (live.has(name)) continue;
      const at = this.#path(name);
      const changed = (await stat(at).catch(() => null))?.mtimeMs ?? Number.POSITIVE_INFINITY;
      if (pruned.has(name) || Date.now() - changed > abandonedAfterMs)
        await rm(at, { recursive: true, force: true });
    }
  }

  #path(name: string): string {
    return path.join(this.#folder, path.basename(name));
  }
}

/** Every file below a folder, by path. @throws {UserError} for an empty folder or a link in it */
export async function artefactFiles(folder: string): Promise<KnownFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw storeError('read', folder, cause);
  });
  const odd = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (odd) {
    throw new UserError(
      `${path.join(odd.parentPath, odd.name)} is neither a file nor a folder; register copies of what links point to`,
    );
  }
  const files: KnownFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.push({
      path: path.relative(folder, file).split(path.sep).join('/'),
      bytes: (await stat(file)).size,
      sha256: await sha256File(file),
    });
  }
  if (files.length === 0) throw new UserError(`${folder} holds no files; a version needs at least one`);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Copies files into a folder that is not there yet, each on the disk when this returns. */
async function copyArtefacts(from: string, to: string, files: readonly KnownFile[]): Promise<void> {
  const folders = new Set([to]);
  for (const file of files) {
    const target = path.join(to, ...file.path.split('/'));
    try {
      await makeFolder(path.dirname(target));
      await copyFile(path.join(from, ...file.path.split('/')), target);
      const handle = await open(target, 'r+');
      await handle.sync().finally(() => handle.close());
    } catch (cause) {
      throw storeError('copy to', target, cause);
    }
    for (let above = path.dirname(target); above !== to; above = path.dirname(above)) folders.add(above);
  }
  for (const folder of folders) await syncFolder(folder);
}

function checkArtefacts(folder: string, files: readonly KnownFile[]): Promise<void> {
  return checkFiles(folder, files, {
    as: 'what was registered',
    wayOut: 'restore it from a copy, or roll back to another version of the registry',
  });
}
