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

/** The message of anything that was thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.replace(/\s*\n\s*/g, ' ').trim();
}

/** A value as it should appear in an error message: quoted, and cut when it is long. */
export function shown(value: unknown, maxLength = 60): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

/** Why one item among many cannot be used, in words that go after its name: it is set aside, and the others go on. */
export class SetAside extends Error {}
