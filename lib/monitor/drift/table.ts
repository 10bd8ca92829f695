import { shown, UserError } from '../../errors/index.js';

/** Columns by name, all of one length. Missing values are null, undefined, '' or NaN. */
export type Table = Readonly<Record<string, ArrayLike<unknown>>>;

export type ColumnKind = 'numeric' | 'categorical';
/** What a column is to a model: what it sees, what it says, or what came true. */
export type ColumnRole = 'feature' | 'prediction' | 'outcome';

export interface ColumnSchema {
  readonly kind: ColumnKind;
  /** What the column is to a model. Default 'feature'. */
  readonly role?: ColumnRole;
}

/** Which columns to look at, and as what. */
export type TableSchema = Readonly<Record<string, ColumnSchema>>;

/**
 * The columns of the reference, and those that have a role: numeric where every value of both tables is a number, else categorical, as those are that
 * the current table lacks. Whole numbers that
 * name rows are categorical too: nearly all distinct in both tables, and in a column called an id or of a range in which
 * values that come by chance would meet again and again, as those of counts do.
 * @param roles of columns that are no features, by name
 */
export function inferSchema(
  reference: Table,
  current: Table,
  roles: ReadonlyMap<string, ColumnRole>,
): TableSchema {
  const kindOf = (column: string): ColumnKind => {
    if (!Object.hasOwn(current, column) || !Object.hasOwn(reference, column)) return 'categorical';
    const sides = [reference[column], current[column]].map((values) =>
      Array.from(values).filter((value) => !isMissing(value)),
    );
    if (!sides.flat().every((value) => typeof value === 'number')) return 'categorical';
    const isId = !roles.has(column) && sides.every((values) => nameRows(column, values as number[]));
    return isId ? 'categorical' : 'numeric';
  };
  const columns = new Set([...Object.keys(reference), ...roles.keys()]);
  return Object.fromEntries(
    Array.from(columns, (column) => [column, { kind: kindOf(column), role: roles.get(column) }]),
  );
}

const idName =
  /(?:^|[^a-z])(?:id|key|code|sku|ean|gtin|upc|uuid|asin|isbn)$|[a-z](?:Id|ID|Key|Code|Sku|SKU)$/;
/** Pairs of equal values that chance would bring, from which on their absence says that each was given once. */
const expectedMeetings = 10;

function nameRows(column: string, values: readonly number[]): boolean {
  if (!values.every(Number.isInteger)) return false;
  const n = values.length;
  const repeated = n - new Set(values).size;
  if (repeated > 0.05 * n) return false;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  // Of values spread evenly over the range; where they crowd, more pairs are equal.
  const meetings = (n * (n - 1)) / 2 / (high - low + 1);
  return idName.test(column) || (meetings >= expectedMeetings && repeated < meetings / 10);
}

/** The number of rows. @throws {UserError} for no columns, no rows, or columns of unlike lengths */
export function rowsOf(table: Table, what: string): number {
  const columns = Object.entries(table);
  if (columns.length === 0) throw new UserError(`${what} has no columns; give at least one`);
  const rows = columns[0][1].length;
  const odd = columns.find(([, values]) => values.length !== rows);
  if (odd)
    throw new UserError(`${what}: column ${shown(odd[0])} has ${odd[1].length} rows, the first has ${rows}`);
  if (rows === 0) throw new UserError(`${what} has no rows; give at least one`);
  return rows;
}

export function isMissing(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    (typeof value === 'number' && Number.isNaN(value))
  );
}

/** The values that are there. @throws {UserError} for one that is no finite number */
export function numbersOf(values: ArrayLike<unknown>, column: string): Float64Array {
  const numbers: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isMissing(value)) continue;
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new UserError(
        `column ${shown(column)}, row ${i}: ${shown(value)} is no number; mend it or call the column categorical`,
      );
    }
    numbers.push(value);
  }
  return Float64Array.from(numbers);
}

/** How often each value is there. */
export function categoriesOf(values: ArrayLike<unknown>): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i < values.length; i++) {
    if (isMissing(values[i])) continue;
    const name = String(values[i]);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
