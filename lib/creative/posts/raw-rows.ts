import { shown, UserError } from '../../errors/index.js';
import { type FileRow, readRows } from '../../records/index.js';

/**
 * The rows of a CSV, TSV, JSON Lines or JSON file with flat fields named in snake case.
 * @throws {UserError} for a file that is missing, of another kind, or broken as a whole
 */
export async function* rawRows(path: string): AsyncGenerator<FileRow> {
  for await (const row of readRows(path, { header: (found) => snakeCaseNames(path, found) })) {
    yield row.fields ? { row: row.row, fields: Object.fromEntries(flat(row.fields)) } : row;
  }
}

function snakeCaseNames(path: string, found: readonly string[]): string[] {
  const names = found.map(snakeCase);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return names;
  throw new UserError(`${path} has the column ${shown(twice)} twice; rename one`);
}

/** Nested objects as one: { variant_a: { impressions } } gives variant_a_impressions; `variants: [x, y]` is variant_a and variant_b. */
function flat(record: object, prefix = ''): [string, unknown][] {
  const out: [string, unknown][] = [];
  for (const [key, value] of Object.entries(record)) {
    const name = prefix + snakeCase(key);
    if (Array.isArray(value)) {
      value.forEach((item, i) => {
        const itemName = `${name.replace(/s$/, '')}_${String.fromCharCode(97 + i)}`;
        if (typeof item === 'object' && item !== null) out.push(...flat(item, `${itemName}_`));
        else out.push([itemName, item]);
      });
    } else if (typeof value === 'object' && value !== null) out.push(...flat(value, `${name}_`));
    else out.push([name, value]);
  }
  return out;
}

function snakeCase(name: string): string {
  return name
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s\-.]+/g, '_')
    .toLowerCase();
}
