const escapeSequence = /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[\s\S])/g;
/** Keeps the usual Python list, in single quotes, from costing an exception. */
const jsonStart = /^\[\s*[^'\s]/;
const controls: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\n': '' };

/**
 * The entries of a list as a catalogue cell holds it: an array; JSON (`["a", "b"]`); a Python list
 * (`['a', "b's"]`, escapes included); or plain text, which `splitPlain` takes apart. Entries are trimmed, empty ones
 * and `None` are dropped, nested lists are flattened.
 *
 * @returns undefined where the cell begins like a list and cannot be read as one.
 */
export function parseList(
  value: unknown,
  splitPlain: (text: string) => readonly string[],
): string[] | undefined {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return entriesOf(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (!text.startsWith('[')) return entriesOf(splitPlain(text));
  return entriesOf((jsonStart.test(text) && parseJsonArray(text)) || parsePythonList(text));
}

/** Plain categories: 'Home | Chairs', 'Home > Chairs', 'Home / Chairs', or else 'Home, Chairs'; of several paths the deepest. */
export function splitCategories(text: string): string[] {
  for (const between of ['|', ';', ',']) {
    const paths = text.split(between);
    if (paths.length > 1 && paths.filter((path) => path.includes('>')).length > 1) return deepestPath(paths);
  }
  if (text.includes('|')) return text.split('|');
  if (text.includes('>')) return text.split('>');
  return text.split(/\s\/\s/.test(text) ? /\s\/\s/ : ',');
}

/** The levels of the path that has most of them, of 'Home > Chairs' and 'Sale'. */
export function deepestPath(paths: readonly string[]): string[] {
  let deepest: string[] = [];
  for (const path of paths) {
    const levels = path.split('>');
    if (levels.length > deepest.length) deepest = levels;
  }
  return deepest;
}

/** Plain image lists: paths separated by commas or '|'; addresses by the same or blanks (a comma can be part of one). */
export function splitImages(text: string): string[] {
  if (!/^https?:/i.test(text)) return text.split(/[,|]/);
  // Runs of blanks are shortened first: a pattern for a run before an address takes the square of its length.
  return text.replace(/\s+/g, ' ').split(/\||(?:, ?| )(?=https?:)/i);
}

function entriesOf(values: readonly unknown[] | undefined): string[] | undefined {
  const entries: string[] = [];
  for (const value of values?.flat(3) ?? []) {
    if (value === null) continue;
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    const entry = String(value).trim();
    if (entry) entries.push(entry);
  }
  return values && entries;
}

function parseJsonArray(text: string): unknown[] | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A quote inside a quoted entry ends it only before a comma or the end: `['Kids' Furniture']` is one entry. */
function parsePythonList(text: string): string[] | undefined {
  const entries: string[] = [];
  let at = 1;
  const skipBlanks = () => {
    while (at < text.length && text[at].trim() === '') at++;
  };
  for (;;) {
    skipBlanks();
    if (text[at] === ']') return at === text.length - 1 ? entries : undefined;
    const start = at;
    const quote = text[at];
    if (quote === "'" || quote === '"') {
      for (at++; ; at++) {
        if (at >= text.length) return undefined;
        if (text[at] === '\\') at++;
        else if (text[at] === quote && endsEntry(text, at + 1)) break;
      }
      entries.push(resolveEscapes(text.slice(start + 1, at)));
      at++;
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== ']') at++;
      const bare = text.slice(start, at).trim();
      if (bare !== 'None') entries.push(bare);
    }
    skipBlanks();
    if (text[at] === ',') at++;
    else if (text[at] !== ']') return undefined;
  }
}

function endsEntry(text: string, from: number): boolean {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n') at++;
  return text[at] === ',' || text[at] === ']';
}

function resolveEscapes(text: string): string {
  return text.replace(escapeSequence, (_, code: string) => {
    if (code.length > 1) {
      const point = Number.parseInt(code.slice(1), 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    }
    return controls[code] ?? code;
  });
}
