import { messageOf, UserError } from '../errors/index.js';

/** A file or folder that cannot be read, written or trusted. */
export class StoreError extends UserError {}

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full; free some space or choose a folder on another disk',
  EDQUOT: 'the disk quota is used up; free some space or choose a folder on another disk',
  EACCES: 'permission denied; make the folder writable or choose another one',
  EPERM: 'the operation is not permitted; make the folder writable or choose another one',
  EROFS: 'the file system is read-only; choose a folder on another one',
  EEXIST: 'a file is in the way; move it away or choose another path',
  ENOTDIR: 'a part of the path is a file, not a folder; move that file away or choose another path',
  EISDIR: 'it is a folder, not a file',
  ENOENT: 'there is no such file or folder',
  EMFILE: 'too many files are open; close some programs or raise the limit (ulimit -n)',
};

/** A `StoreError` for a failed file operation: what was tried, on which path, why it failed, what to do. */
export function storeError(what: string, path: string, cause: unknown): StoreError {
  const code = (cause as NodeJS.ErrnoException)?.code ?? '';
  return new StoreError(`cannot ${what} ${path}: ${reasons[code] ?? messageOf(cause)}`, { cause });
}
