import { ArgumentError, shown } from '../errors/index.js';

/** PostgreSQL cuts longer ones. */
const mostBytes = 63;
const part = /"(?:[^"]|"")+"|[^".]+/y;

/** The parts of a name, as in `shop.products` or `"My Shop".products`. @throws {ArgumentError} for what is no name */
export function nameParts(name: string): string[] {
  const parts: string[] = [];
  for (let at = 0; ; at++) {
    part.lastIndex = at;
    const [found] = part.exec(name) ?? [''];
    const plain = found.startsWith('"') ? found.slice(1, -1).replaceAll('""', '"') : found.trim();
    if (plain === '' || plain.includes('\0') || Buffer.byteLength(plain) > mostBytes) break;
    parts.push(plain);
    at += found.length;
    if (at === name.length && parts.length <= 2) return parts;
    if (name[at] !== '.') break;
  }
  throw new ArgumentError(
    `${shown(name)} is no name of a table; write table or schema.table, of at most ${mostBytes} bytes each`,
  );
}

/**
 * A name as it goes into SQL, quoted, so that nothing in it is read as SQL.
 * @throws {ArgumentError} for what is no name
 * @example quotedName('shop.products') // '"shop"."products"'
 */
export function quotedName(name: string | readonly string[]): string {
  const parts = typeof name === 'string' ? nameParts(name) : name;
  return parts.map((text) => `"${text.replaceAll('"', '""')}"`).join('.');
}
