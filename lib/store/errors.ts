import { messageOf, systemReason, UserError } from '../errors/index.js';

/** A file or folder that cannot be read, written or trusted. */
export class StoreError extends UserError {}

const advice: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'free some space or choose a folder on another disk'],
  ['EDQUOT', 'free some space or choose a folder on another disk'],
  ['EACCES', 'make the folder writable or choose another one'],
  ['EPERM', 'make the folder writable or choose another one'],
  ['EROFS', 'choose a folder on another one'],
  ['EEXIST', 'move it away or choose another path'],
  ['ENOTDIR', 'move that file away or choose another path'],
  ['EMFILE', 'close some programs or raise the limit (ulimit -n)'],
]);

/** A `StoreError` for a failed file operation: what was tried, on which path, why it failed, what to do. */
export function storeError(what: string, path: string, cause: unknown): StoreError {
  const wayOut = advice.get((cause as NodeJS.ErrnoException)?.code ?? '');
  const reason = systemReason(cause) ?? messageOf(cause);
  return new StoreError(`cannot ${what} ${path}: ${reason}${wayOut ? `; ${wayOut}` : ''}`, { cause });
}
