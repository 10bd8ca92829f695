import { fetchProducts } from '../collect/index.js';
import { isProductAddress } from '../collect/products/index.js';
import { shown, UserError } from '../errors/index.js';
import { type FileRow, type RecordFormat, readBatches, recordFormat } from '../records/index.js';
import { projectPath } from '../store/index.js';
import { Assembly } from './assembly.js';
import { mixedCurrencies } from './currency.js';
import { flatten } from './flatten.js';
import { headerKey } from './layouts/index.js';
import { columns, parseProduct } from './parse-product.js';
import type { Catalog } from './product.js';
import {
  type ColumnChoice,
  type ColumnReading,
  missingColumns,
  parseColumns,
  readingOf,
  valuesOf,
} from './reading.js';

export interface ReadCatalogOptions {
  /** Kind of the file. Default what its extension says. */
  readonly format?: RecordFormat;
  /** Headers of columns, in place of what is found: 'id=sku,title=name,images=photo1+photo2'. */
  readonly columns?: string;
  /** Rows that are read at most. Default all. */
  readonly rows?: number;
  /** Told how many products a shop gave so far, every few seconds. */
  readonly onFetched?: (products: number) => void;
  /** Ends the fetching of products. */
  readonly signal?: AbortSignal;
}

/** The header is looked for in so many rows; above it spreadsheets have titles, and flat files explanations. */
const headerRows = 5;
const wanted = 'a catalogue: CSV, TSV, JSON, JSON Lines, XML, Parquet or .xlsx';
/** Rows of a file without a header that show which fields there are. */
const sniffedRows = 200;
const windows1252 =
  'text is no UTF-8 and is read as Windows-1252; of another encoding, convert it: iconv -f ENCODING -t UTF-8 FILE';

/**
 * Reads a product catalogue: any kind of file that `readRows` knows. The project's own columns are title, brand,
 * description, price, categories, images, manufacturer, package_dimensions, country_of_origin, material, color,
 * uniq_id, in any order; exports of Shopify, WooCommerce and Magento, feeds of Google Merchant and Meta, flat files of
 * Amazon and schema.org products are known by their headers, those of other tables are guessed in English, German,
 * French and Spanish; `reading.line` says how. An id and a title or description have to be there. The file is
 * streamed: memory grows with the products, not with the file.
 *
 * HTML becomes text, nested values are flattened, of a range of prices the lowest counts. Variants of a product are one
 * product, with all their photos. A row that cannot be used is counted and set aside in `rejected`: no id, no title and
 * no description, a wrong number of fields, broken quotes, a field over 1 MB, no JSON object, or an id that an earlier
 * row has (the first is kept). What could not be understood inside a usable row (a price "call us") is left empty and
 * noted in `warnings`. A table that is no UTF-8 is read as Windows-1252, and prices in several currencies are noticed;
 * `reading.line` says both.
 *
 * @param path relative paths start at the project's root; or the address of a table or shop, which is fetched first, as
 * `fetchProducts` does it: `postgres://…?table=products`, `shopify://…`, `woocommerce://…`
 * @throws {UserError} for a file that is missing, a folder, empty, not UTF-8 and no table, without a header or a needed
 * column, or without one usable row.
 * @throws {ArgumentError} for `columns` that the file lacks, or that there are not
 * @throws {ServiceError} where a shop cannot be asked
 * @throws {DatabaseError} where a database cannot
 * @example const { products, rejected } = await readCatalog('data/products.csv');
 */
export async function readCatalog(path: string, options: ReadCatalogOptions = {}): Promise<Catalog> {
  if (!isProductAddress(path)) return readFile(projectPath(path), options);
  const { file, origin, done } = await fetchProducts(path, options);
  try {
    return { ...(await readFile(file, options)), origin };
  } finally {
    await done();
  }
}

async function readFile(file: string, options: ReadCatalogOptions): Promise<Catalog> {
  const format = options.format ?? recordFormat(file);
  const reader = new CatalogReader(file, parseColumns(options.columns ?? ''), isKeyed(format));
  const { header, onWindows1252 } = reader;
  const batches = readBatches(file, { format, header, wanted, onWindows1252 });
  let left = options.rows ?? Number.POSITIVE_INFINITY;
  for await (const batch of batches) {
    for (const row of left < batch.length ? batch.slice(0, left) : batch) reader.take(row);
    left -= batch.length;
    if (left <= 0) break;
  }
  return reader.finish();
}

/** Whether rows name their fields one by one, without a header. */
function isKeyed(format: RecordFormat | undefined): boolean {
  return format === 'jsonl' || format === 'json' || format === 'xml' || format === 'parquet';
}

/** Finds out how a file is to be read, and makes products of its rows. */
class CatalogReader {
  readonly #file: string;
  readonly #choice: ColumnChoice;
  readonly #isKeyed: boolean;
  #reading: ColumnReading | undefined;
  #assembly = new Assembly(false, 'id');
  #headerRow = 1;
  /** First rows that were taken for no header: what they had, and why. */
  readonly #tried: { readonly found: readonly string[]; readonly error: UserError }[] = [];
  /** Rows that are held until there are enough to know which fields there are, and those fields by key. */
  #held: FileRow[] = [];
  readonly #names = new Map<string, string>();
  readonly #open = { id: '', attributeNames: [] };
  #isWindows1252 = false;

  constructor(file: string, choice: ColumnChoice, isKeyed: boolean) {
    this.#file = file;
    this.#choice = choice;
    this.#isKeyed = isKeyed;
  }

  readonly header = (found: readonly string[], row: number): readonly string[] | undefined => {
    if (this.#isKeyed) return found;
    try {
      this.#begin(found);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#tried.push({ found, error });
      if (this.#tried.length >= headerRows) throw this.#tried[0].error;
      return undefined;
    }
    this.#headerRow = row;
    const keys = found.map(headerKey);
    return keys.map((key) => (this.#reading?.wanted.has(key) ? key : ''));
  };

  readonly onWindows1252 = (): void => {
    this.#isWindows1252 = true;
  };

  take(row: FileRow): void {
    if (this.#reading) {
      this.#put(row);
      return;
    }
    this.#held.push(row);
    if (row.fields) flatten(row.fields, (key, name) => this.#names.set(key, name));
    if (this.#held.length >= sniffedRows && this.#names.size > 0) this.#release();
  }

  /** @throws {UserError} where there is no product */
  finish(): Catalog {
    if (this.#names.size > 0 && !this.#reading) this.#release();
    if (this.#tried.length > 0 && !this.#reading) throw this.#tried[0].error;
    for (const { row, problem } of this.#held) this.#assembly.reject(row, '', problem ?? 'no fields');
    const { currencies, ...made } = this.#assembly.finish();
    const [first] = made.rejected;
    if (made.products.length === 0) throw noProducts(this.#file, made.counts.rejected, first, this.#isKeyed);
    const { line, names, sources } = this.#reading!;
    const encoding = this.#isWindows1252 ? windows1252 : undefined;
    const told = [line, encoding, mixedCurrencies(currencies)].filter((part) => part !== undefined);
    const read = { path: this.#file, reading: { line: told.join('; '), columns: names } };
    const absent = columns.filter((name) => sources[name].length === 0);
    if (absent.length === 0) return { ...made, ...read };
    const reason = `no column ${absent.join(', ')}; read as not given`;
    return {
      ...made,
      ...read,
      warnings: [{ row: this.#headerRow, id: '', reason }, ...made.warnings],
      counts: { ...made.counts, warnings: made.counts.warnings + 1 },
    };
  }

  #begin(headers: readonly string[]): void {
    const reading = readingOf(this.#file, headers, this.#choice);
    if (reading.missing.length > 0) throw noHeader(this.#file, headers, reading);
    // Amazon's templates explain themselves above their header, in rows that read like one.
    const isExplained = this.#tried.some(({ found }) => /^TemplateType=/i.test(found[0] ?? ''));
    if (isExplained && !reading.layout) throw noHeader(this.#file, headers, reading);
    this.#reading = reading;
    this.#assembly = new Assembly(reading.layout?.joins ?? false, reading.names.uniq_id[0]);
  }

  #release(): void {
    this.#begin([...this.#names.values()]);
    for (const row of this.#held.splice(0)) this.#put(row);
  }

  #put({ row, fields, problem }: FileRow): void {
    if (!fields) {
      this.#assembly.reject(row, '', problem ?? '');
      return;
    }
    const flat = this.#isKeyed ? flatten(fields) : fields;
    const reading = this.#reading!;
    const parsed = parseProduct(valuesOf(reading, flat, this.#open));
    this.#assembly.add(row, parsed, reading.layout?.relation?.(flat));
  }
}

function noHeader(path: string, header: readonly string[], { missing, names }: ColumnReading): UserError {
  const { error, hasNear } = missingColumns(path, header, missing);
  if (Object.keys(names).length > 0 || hasNear) return error;
  return new UserError(
    `${path} has no header: its first row is ${shown(header.join(','))}; put the column names there: ${columns.join(',')}`,
  );
}

function noProducts(
  path: string,
  rejected: number,
  first: { readonly row: number; readonly reason: string } | undefined,
  isKeyed: boolean,
): UserError {
  if (!first) {
    const lacks = isKeyed ? 'no records' : 'no rows below a header';
    return new UserError(`${path} has ${lacks}; add products or give another file`);
  }
  return new UserError(
    `${path}: none of its ${rejected} rows can be used; row ${first.row}: ${first.reason}; mend the rows or give another file`,
  );
}
