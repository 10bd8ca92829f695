import { shown, UserError } from '../errors/index.js';
import { columnNames, type RecordFormat, type Rejected, readRows, recordFormat } from '../records/index.js';
import { projectPath } from '../store/index.js';
import { columns, parseProduct, requiredColumns } from './parse-product.js';
import type { Catalog, Product, RowWarning } from './product.js';

export interface ReadCatalogOptions {
  /** Default: by the file's extension. */
  readonly format?: RecordFormat;
}

/**
 * Reads a product catalogue: any kind of file that `readRows` knows. Columns: title, brand, description,
 * price, categories, images, manufacturer, package_dimensions, country_of_origin, material, color, uniq_id, in any
 * order; only uniq_id and title have to be there, further columns are passed over. The file is streamed: memory grows
 * with the products, not with the file.
 *
 * A row that cannot be used is set aside in `rejected`: no uniq_id, no title and no description, a wrong number of
 * fields, broken quotes, a field over 1 MB, no JSON object, or a uniq_id that an earlier row has (the first is kept).
 * What could not be understood inside a usable row (a price "call us") is left empty and noted in `warnings`.
 *
 * @param path relative paths start at the project's root.
 * @throws {UserError} for a file that is missing, a folder, empty, not UTF-8, without a header or a needed column,
 * or without one usable row.
 * @example const { products, rejected } = await readCatalog('data/products.csv');
 */
export async function readCatalog(path: string, options: ReadCatalogOptions = {}): Promise<Catalog> {
  const file = projectPath(path);
  const format = options.format ?? recordFormat(file);
  /** Whether rows name their fields one by one, without a header. */
  const isKeyed = format === 'jsonl' || format === 'json' || format === 'xml';

  const products: Product[] = [];
  const rejected: Rejected<'row' | 'id'>[] = [];
  const warnings: RowWarning[] = [];
  const rowOfId = new Map<string, number>();
  const present = new Set<string>();
  let headerRow = 1;

  const header = (found: readonly string[], row: number) => {
    const names = columnNames(
      file,
      found.map((name) => name.trim().toLowerCase()),
    );
    requireColumns(file, names, found);
    for (const name of names) present.add(name);
    headerRow = row;
    return names;
  };

  const wanted = 'a catalogue: CSV, TSV, JSON, JSON Lines, XML, Parquet or .xlsx';
  for await (const { row, fields, problem } of readRows(file, { format, header, wanted })) {
    if (!fields) {
      rejected.push({ row, id: '', reason: problem ?? '' });
      continue;
    }
    if (isKeyed) for (const name of Object.keys(fields)) present.add(name);
    const parsed = parseProduct(fields);
    const { id, product } = parsed;
    const earlier = rowOfId.get(id);
    if (!product) rejected.push({ row, id, reason: parsed.reason ?? '' });
    else if (earlier !== undefined) rejected.push({ row, id, reason: `duplicate of row ${earlier}` });
    else {
      rowOfId.set(id, row);
      products.push(product);
      for (const reason of parsed.warnings) warnings.push({ row, id, reason });
    }
  }
  if (products.length === 0) throw noProducts(file, rejected, isKeyed);
  const absent = columns.filter((name) => !present.has(name));
  if (absent.length > 0) {
    const reason = `no column ${absent.join(', ')}; read as not given`;
    warnings.unshift({ row: headerRow, id: '', reason });
  }
  return { products, rejected, warnings, path: file };
}

function requireColumns(path: string, names: readonly string[], header: readonly string[]): void {
  const missing = requiredColumns.filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  const known = columns.filter((name) => names.includes(name));
  if (known.length === 0) {
    throw new UserError(
      `${path} has no header: its first row is ${shown(header.join(','))}; put the column names there: ${columns.join(',')}`,
    );
  }
  throw new UserError(
    `${path}: missing column ${missing.join(', ')}; found ${shown(header.join(', '), 300)}; rename or add it`,
  );
}

function noProducts(path: string, rejected: Catalog['rejected'], isKeyed: boolean): UserError {
  const first = rejected[0];
  if (!first) {
    const lacks = isKeyed ? 'no records' : 'no rows below a header';
    return new UserError(`${path} has ${lacks}; add products or give another file`);
  }
  return new UserError(
    `${path}: none of its ${rejected.length} rows can be used; row ${first.row}: ${first.reason}; mend the rows or give another file`,
  );
}
