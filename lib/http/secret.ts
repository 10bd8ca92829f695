const known = new Map<string, string>();

/**
 * A key that cannot be printed by accident: as a string, as JSON and in a console it reads `[NAME]`. Every key made
 * here is known to `redact`.
 */
export class Secret {
  readonly #value: string;

  constructor(
    readonly name: string,
    value: string,
  ) {
    this.#value = value;
    known.set(value, name);
  }

  /** The key itself, for the header of a request and nothing else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return `[${this.name}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** A text with every key that this process has loaded replaced by its name in brackets. */
export function redact(text: string): string {
  let clean = text;
  for (const [value, name] of known) clean = clean.replaceAll(value, `[${name}]`);
  return clean;
}
