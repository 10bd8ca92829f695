/**
 * Classes of errors: what a person can mend is a `UserError`, whose message is one line.
 * @module vitrine/errors
 * @example
 * ```ts
 * import { messageOf, UserError } from 'vitrine/errors';
 * import { openRecommender } from 'vitrine/recommend';
 *
 * await openRecommender().catch((error) => {
 *   if (error instanceof UserError) console.error(messageOf(error));
 *   else throw error;
 * });
 * ```
 */

export { issueSentence } from './issue-sentence.js';
export { shown, visible } from './shown.js';

/**
 * A failure that the person at the keyboard can mend. Its message is one line that says what was wrong, where,
 * with which value, and what to do; the command line prints it without a stack and exits with 1.
 * Folders derive their own classes from it (`StoreError`, `ModelError` …) where a caller may want to catch one kind.
 */
export class UserError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message.replace(/\s*\n\s*/g, ' '), options);
    this.name = new.target.name;
  }

  /** In a notebook the message stands alone too, without a stack of our own files; `VITRINE_DEBUG=1` shows it. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return process.env.VITRINE_DEBUG ? String(this.stack) : `${this.name}: ${this.message}`;
  }
}

/** An argument outside its range: a k of 0, weights that sum to 0, a vector with NaN. */
export class ArgumentError extends UserError {}

/** What the operating system's codes for failed work on files say. */
const systemReasons: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'the operation is not permitted'],
  ['EROFS', 'the file system is read-only'],
  ['EEXIST', 'a file is in the way'],
  ['ENOTDIR', 'a part of the path is a file, not a folder'],
  ['EISDIR', 'it is a folder, not a file'],
  ['ENOENT', 'there is no such file or folder'],
  ['EMFILE', 'too many files are open'],
  ['ENOTEMPTY', 'the folder is not empty'],
  ['EBUSY', 'it is in use'],
  ['ELOOP', 'links lead in a circle'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['EIO', 'the disk cannot be read or written there'],
]);

/** Why work on a file failed, as a clause: 'it is a folder, not a file'; undefined where its code says nothing of that. */
export function systemReason(thrown: unknown): string | undefined {
  return systemReasons.get((thrown as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** The message of anything that was thrown, on one line; of failed work on a file the reason, without its path. */
export function messageOf(thrown: unknown): string {
  const { code, message } = thrown instanceof Error ? (thrown as NodeJS.ErrnoException) : {};
  // As Node words it for files: 'ENOENT: no such file or directory, open …'; for connections the code comes later.
  if (message?.startsWith(`${code}: `) && systemReason(thrown)) return `${systemReason(thrown)} (${code})`;
  return (message ?? String(thrown)).replace(/\s*\n\s*/g, ' ').trim();
}

/** Why one item among many cannot be used, in words that go after its name: it is set aside, and the others go on. */
export class SetAside extends Error {}
