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
