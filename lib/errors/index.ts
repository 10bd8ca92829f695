/**
 * A failure that the person at the keyboard can mend. Its message is one line that says what was wrong, where,
 * with which value, and what to do; the command line prints it without a stack and exits with 1.
 * Folders derive their own classes from it (`RecordsError`, `ModelError` …) where a caller may want to catch one kind.
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

/** A text without characters that a terminal obeys, line ends and tabs aside: an escape is shown as `\u001b`. */
export function visible(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
    /\r(?!\n)|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value as it should appear in an error message: quoted, and cut when it is long. */
export function shown(value: unknown, maxLength = 60): string {
  const text = typeof value === 'string' ? visible(JSON.stringify(value)) : String(value);
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

/** Why one item among many cannot be used, in words that go after its name: it is set aside, and the others go on. */
export class SetAside extends Error {}
