import { ArgumentError, shown } from '../../errors/index.js';
import { setting } from '../../http/index.js';
import { nameParts } from '../names.js';

/** Names of tables and columns that differ from the project's own: `products` and `products.sku`, plain, to the names. */
export type Naming = ReadonlyMap<string, string>;

const item = /(?:"(?:[^"]|"")*"|[^",;\n])+/g;
const form = 'write it as Products=shop.articles,Products.Sku=article_no';

/** Names that differ only in case, underscores and blanks are one. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_]/g, '');
}

/**
 * Reads what tables and columns are called: `Products=shop.articles,Products.Sku=article_no`; what has a dot, comma or
 * equals sign in its name is put into double quotes.
 * @param given '' is DATABASE_TABLES of the environment or `.env`
 * @param tables all that may be named
 * @throws {ArgumentError} for another form, and for a table that there is not
 */
export function namingOf(given: string, tables: readonly string[]): Naming {
  const text = given || setting('DATABASE_TABLES') || '';
  const naming = new Map<string, string>();
  for (const [pair] of text.matchAll(item)) {
    if (pair.trim() === '') continue;
    const at = pair.indexOf('=');
    if (at < 0) throw new ArgumentError(`TABLES ${shown(pair.trim())}: ${form}`);
    const of = nameParts(pair.slice(0, at).trim()).map(plain);
    const name = pair.slice(at + 1).trim();
    if (!tables.some((table) => plain(table) === of[0]))
      throw new ArgumentError(
        `TABLES: there is no table ${shown(pair.slice(0, at).trim())}; there are ${tables.join(', ')}`,
      );
    const parts = nameParts(name);
    if (of.length === 2 && parts.length === 2)
      throw new ArgumentError(`TABLES ${shown(pair.trim())}: a column is one name; ${form}`);
    naming.set(of.join('.'), of.length === 2 ? parts[0] : name);
  }
  return naming;
}
