import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { issueSentence, messageOf, systemReason, UserError } from '../errors/index.js';
import { StoreError, storeError } from './errors.js';

/** Makes a finished rename in a folder survive a power cut. Windows has no such call for folders. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Makes a folder and those above it that are missing, on the disk when this returns.
 * @throws {StoreError} with the path and the reason
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeMissing(path.resolve(folder));
  } catch (cause) {
    throw storeError('make', folder, cause);
  }
}

/** One folder after another: Node's recursive mkdir never ends where the system lets none be made, as in /proc. */
async function makeMissing(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  const above = path.dirname(folder);
  if (above !== folder && !(await stat(above).catch(() => null))) await makeMissing(above);
  try {
    await mkdir(folder);
    // Its name has to survive a power cut too; a folder above that may not be read cannot be synced.
    await syncFolder(above).catch(() => {});
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await isFolder(folder))) return;
    if (code !== 'ENOENT') throw cause;
    throw new Error(`no folders can be made in ${above}; choose another path`, { cause });
  }
}

async function isFolder(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => null))?.isDirectory() ?? false;
}

/**
 * Writes a file so that its path holds either the old content or the whole new one, whenever the machine stops:
 * a temporary file beside it, fsync, rename. Missing folders are made.
 * @throws {StoreError} with the path and the reason: disk full, no permission …
 * @throws {unknown} what `write` throws
 */
export async function writeAtomically(
  file: string,
  write: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(
    folder,
    `.${path.basename(file)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`,
  );
  try {
    await makeFolder(folder);
    const handle = await open(temporary, 'wx');
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(folder);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    const { syscall } = cause as NodeJS.ErrnoException;
    const isSystem = syscall !== undefined || systemReason(cause) !== undefined;
    // What `write` found wrong itself is not the file's fault.
    throw isSystem && !(cause instanceof UserError) ? storeError('write', file, cause) : cause;
  }
}

/**
 * `writeAtomically` of a whole content.
 * @throws {StoreError} with the path and the reason: disk full, no permission …
 * @example await writeFileAtomic('outputs/report.csv', 'id,score\np1,0.9\n');
 */
export function writeFileAtomic(file: string, data: string | Uint8Array): Promise<void> {
  return writeAtomically(file, (handle) => handle.writeFile(data));
}

/** Writes a value as indented JSON, atomically. */
export function writeJson(file: string, value: unknown): Promise<void> {
  return writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Reads a JSON file and checks it with `parse` (a zod schema's `parse`, say).
 * @throws {StoreError} that names the file, when it is missing, is no JSON, or has another shape.
 */
export async function readJson<T>(file: string, parse: (value: unknown) => T): Promise<T> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw storeError('read', file, cause);
  });
  try {
    return parse(JSON.parse(text));
  } catch (cause) {
    throw new StoreError(`${file} is damaged or was written by another version: ${describe(cause)}`, {
      cause,
    });
  }
}

function describe(cause: unknown): string {
  return cause instanceof z.ZodError ? issueSentence(cause) : messageOf(cause);
}
