import { ArgumentError, shown, UserError } from '../../errors/index.js';
import type { Database, Queries } from '../database.js';
import { nameParts, quotedName } from '../names.js';
import { type Naming, plain } from './naming.js';

/** A table that other programs use too: as it is made where there is none, and what it may be called where there is one. */
export interface TableShape<C extends string> {
  readonly name: string;
  /** By what they hold: name and type in a new table, and other names under which they are known. */
  readonly columns: Readonly<Record<C, readonly [name: string, type: string, ...also: string[]]>>;
  /** Columns without which a table that is there is refused; it is then only read. Without this it gets what it lacks. */
  readonly needed?: readonly C[];
}

/** A column that is there. */
export interface FoundColumn {
  readonly name: string;
  /** As in `character varying(64)`. */
  readonly type: string;
  /** Whether a new row has to give it. */
  readonly isRequired: boolean;
}

/** A table that is there. */
export interface OpenTable<C extends string> {
  /** As it goes into SQL. */
  readonly sql: string;
  /** Its columns as they go into SQL; one that the table lacks and is not needed is `NULL`. */
  readonly columns: Readonly<Record<C, string>>;
  readonly found: Readonly<Partial<Record<C, FoundColumn>>>;
  /** Those that are no column of the shape. */
  readonly others: readonly FoundColumn[];
  /** Whether it was made just now. */
  readonly isNew: boolean;
}

/**
 * Opens a table, made where there is none; from one that is there, columns are taken by their names, in any case and
 * with or without underscores, and those that it lacks are added. Safe to run twice, and at once.
 * @param options.name table or schema.table. Default what `naming` calls it, else one named as in the shape
 * @throws {ArgumentError} for what is no name, and a column that there is not
 * @throws {UserError} where a needed column is missing, with those that there are
 * @throws {DatabaseError}
 */
export async function openTable<C extends string>(
  database: Pick<Database, 'transaction' | 'shown'>,
  shape: TableShape<C>,
  { name, naming = new Map() }: { readonly name?: string; readonly naming?: Naming } = {},
): Promise<OpenTable<C>> {
  const wanted = name ?? naming.get(plain(shape.name));
  // Checked before anything is asked.
  if (wanted !== undefined) nameParts(wanted);
  requireKnown(shape, naming);
  return database.transaction(async (queries) => {
    await queries.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`vitrine table ${shape.name}`]);
    const table = quotedName(wanted ?? [await visibleName(queries, shape.name)]);
    const there = await columnsOf(queries, table);
    if (there.length === 0) {
      await queries.query(`CREATE TABLE ${table} (${definitions(shape, naming).join(', ')})`);
      return opened(shape, naming, table, await columnsOf(queries, table), true);
    }
    const known = opened(shape, naming, table, there, false);
    const lacking = keysOf(shape).filter((key) => !known.found[key]);
    if (lacking.length === 0) return known;
    refuse(shape, lacking, there, `${database.shown}: ${table}`);
    if (shape.needed) return known;
    for (const key of lacking)
      await queries.query(`ALTER TABLE ${table} ADD COLUMN ${definition(shape, naming, key)}`);
    return opened(shape, naming, table, await columnsOf(queries, table), false);
  });
}

/** Whether a table is there and has all that it needs; nothing is changed. */
export async function isThere<C extends string>(
  database: Database,
  shape: TableShape<C>,
  naming: Naming,
): Promise<boolean> {
  const table = quotedName(naming.get(plain(shape.name)) ?? [await visibleName(database, shape.name)]);
  const there = await columnsOf(database, table);
  const { found } = opened(shape, naming, table, there, false);
  return there.length > 0 && (shape.needed ?? keysOf(shape)).every((key) => found[key]);
}

/** The name of a table that a bare name leads to; where there is none, the given one. */
async function visibleName(queries: Queries, name: string): Promise<string> {
  const rows = await queries.query<{ name: string }>(
    `SELECT relname::text AS name FROM pg_catalog.pg_class
     WHERE relkind IN ('r', 'p', 'v', 'f') AND pg_table_is_visible(oid)
       AND relnamespace <> 'pg_catalog'::regnamespace AND replace(lower(relname), '_', '') = $1
     ORDER BY relname = $2 DESC, relname`,
    [plain(name), name],
  );
  return rows[0]?.name ?? name;
}

function columnsOf(queries: Queries, table: string): Promise<readonly FoundColumn[]> {
  return queries.query<FoundColumn>(
    `SELECT attname::text AS name, format_type(atttypid, atttypmod) AS type,
       attnotnull AND NOT atthasdef AND attidentity = '' AS "isRequired"
     FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
}

function opened<C extends string>(
  shape: TableShape<C>,
  naming: Naming,
  sql: string,
  there: readonly FoundColumn[],
  isNew: boolean,
): OpenTable<C> {
  const left = new Set(there);
  const found: Partial<Record<C, FoundColumn>> = {};
  const take = (key: C, fits: (column: FoundColumn) => boolean) => {
    if (found[key]) return;
    const column = [...left].find(fits);
    if (!column) return;
    found[key] = column;
    left.delete(column);
  };
  for (const key of keysOf(shape)) take(key, ({ name }) => name === nameOf(shape, naming, key));
  for (const key of keysOf(shape)) {
    if (isNamed(shape, naming, key)) continue;
    const [name, , ...also] = shape.columns[key];
    for (const known of [name, ...also]) take(key, (column) => plain(column.name) === plain(known));
  }
  const columns = Object.fromEntries(
    keysOf(shape).map((key) => [key, found[key] ? quotedName([found[key].name]) : 'NULL']),
  ) as Record<C, string>;
  return { sql, columns, found, others: [...left], isNew };
}

function keysOf<C extends string>({ columns }: TableShape<C>): C[] {
  return Object.keys(columns) as C[];
}

function isNamed<C extends string>(shape: TableShape<C>, naming: Naming, key: C): boolean {
  return naming.has(`${plain(shape.name)}.${plain(shape.columns[key][0])}`);
}

function nameOf<C extends string>(shape: TableShape<C>, naming: Naming, key: C): string {
  const [name] = shape.columns[key];
  return naming.get(`${plain(shape.name)}.${plain(name)}`) ?? name;
}

function definition<C extends string>(shape: TableShape<C>, naming: Naming, key: C): string {
  return `${quotedName([nameOf(shape, naming, key)])} ${shape.columns[key][1]}`;
}

function definitions<C extends string>(shape: TableShape<C>, naming: Naming): string[] {
  return keysOf(shape).map((key) => definition(shape, naming, key));
}

function requireKnown<C extends string>(shape: TableShape<C>, naming: Naming): void {
  const names = keysOf(shape).map((key) => shape.columns[key][0]);
  for (const key of naming.keys()) {
    const [table, column] = key.split('.');
    if (table !== plain(shape.name) || column === undefined) continue;
    if (!names.some((name) => plain(name) === column))
      throw new ArgumentError(
        `TABLES: ${shape.name} has no column ${shown(column)}; there are ${names.join(', ')}`,
      );
  }
}

/** A key is not added to rows that are there, nor is what a foreign table has to have. */
function refuse<C extends string>(
  shape: TableShape<C>,
  lacking: readonly C[],
  there: readonly FoundColumn[],
  where: string,
): void {
  const missing = lacking.find((key) => (shape.needed ?? [keysOf(shape)[0]]).includes(key));
  if (missing === undefined) return;
  const [name] = shape.columns[missing];
  throw new UserError(
    `${where} has no column ${name}; name the one that it is: TABLES='${shape.name}.${name}=…' (--tables, or DATABASE_TABLES in .env); there are ${there.map(({ name }) => name).join(', ')}`,
  );
}
