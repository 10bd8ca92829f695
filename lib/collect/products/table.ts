import { type Database, quotedName } from '../../database/index.js';
import { ArgumentError, shown, UserError } from '../../errors/index.js';
import { writeAtomically } from '../../store/index.js';
import { jsonLines } from '../json-lines.js';

/** Longest time of a statement that reads the catalogue; a table that a server streams for longer is stuck. */
const statementTimeoutMs = 5 * 60_000;
const rowsTogether = 1000;
const shownTables = 20;

interface Relation {
  readonly schema: string;
  readonly name: string;
  /** Whether its name alone leads to it. */
  readonly found: boolean;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isList: boolean;
}

interface WriteOptions {
  /** How many rows at most. Default all. */
  readonly rows?: number;
  readonly signal?: AbortSignal;
}

/** A table or view that was found. */
export interface FoundTable {
  /** With its schema. */
  readonly title: string;
  /** Writes its rows, an object a line. */
  write(file: string, options: WriteOptions): Promise<void>;
}

/**
 * Finds a table or view by its name, or schema.name, in any case of letters where none is written like that.
 * @throws {DatabaseError} where the database cannot be reached or read
 * @throws {UserError} where there is no such table, with those that there are
 */
export async function foundTable(database: Database, table: string | undefined): Promise<FoundTable> {
  const relation = chosen(await relationsOf(database), table, database.shown);
  const name = [relation.schema, relation.name];
  const columns = await columnsOf(database, quotedName(name));
  if (columns.length === 0)
    throw new UserError(`${database.shown}: ${shown(name.join('.'))} has no column that can be read`);
  const select = `SELECT ${columns.map(selected).join(', ')} FROM ${quotedName(name)}${await orderOf(database, quotedName(name))}`;
  return {
    title: relation.schema === 'public' ? relation.name : name.join('.'),
    write: (file, options) => written(database, select, file, options),
  };
}

async function written(
  database: Database,
  select: string,
  file: string,
  { rows: most, signal }: WriteOptions,
): Promise<void> {
  const wanted = most === undefined ? select : `${select} LIMIT ${most}`;
  await database.transaction(
    async (queries) => {
      await writeAtomically(file, async (handle) => {
        for await (const rows of queries.stream(wanted, [], { batch: rowsTogether })) {
          signal?.throwIfAborted();
          await handle.writeFile(jsonLines(rows));
        }
      });
    },
    { readOnly: true, statementTimeoutMs },
  );
}

function relationsOf(database: Database): Promise<readonly Relation[]> {
  return database.query<Relation>(
    `SELECT n.nspname::text AS schema, c.relname::text AS name, pg_table_is_visible(c.oid) AS found
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
       AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     ORDER BY 3 DESC, 1, 2`,
  );
}

function chosen(relations: readonly Relation[], table: string | undefined, where: string): Relation {
  const all = relations.map(({ schema, name, found }) => (found ? name : `${schema}.${name}`));
  const listed = all.slice(0, shownTables).join(', ') + (all.length > shownTables ? ' …' : '');
  const known = all.length > 0 ? `there are ${listed}` : 'it has none that this user can see';
  if (!table) {
    throw new ArgumentError(`${where}: no table is named; add ?table=… (Table=… in a list): ${known}`);
  }
  const parts = table.split('.').map((part) => part.replace(/^"(.*)"$/, '$1').trim());
  const alike = (plain: (text: string) => string) =>
    relations.filter(({ schema, name }) => {
      const wanted = parts.map(plain);
      return plain(name) === wanted.at(-1) && (wanted.length === 1 || plain(schema) === wanted.at(-2));
    });
  const exact = alike((text) => text);
  const matches = exact.length > 0 ? exact : alike((text) => text.toLowerCase());
  const visible = matches.filter(({ found }) => found);
  const best = visible.length > 0 ? visible : matches;
  if (best.length === 1) return best[0];
  if (best.length === 0) throw new UserError(`${where} has no table ${shown(table)}; ${known}`);
  const names = best.map(({ schema, name }) => `${schema}.${name}`).join(' or ');
  throw new UserError(`${where} has several tables ${shown(table)}; write ${names}`);
}

/** The columns whose values are texts, numbers, times, lists of such, or JSON; pictures, vectors and shapes are none. */
function columnsOf(database: Database, name: string): Promise<readonly Column[]> {
  return database.query<Column>(
    `SELECT a.attname::text AS name, t.typname::text AS type, t.typcategory = 'A' AS "isList"
     FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
     LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
       AND (COALESCE(e.typcategory, t.typcategory) IN ('S', 'N', 'B', 'D', 'T', 'E', 'I')
         OR COALESCE(e.typname, t.typname) IN ('uuid', 'json', 'jsonb', 'xml'))
     ORDER BY a.attnum`,
    [name],
  );
}

/** A list of any type is read as a list of texts, one of JSON as JSON. */
function selected({ name, type, isList }: Column): string {
  const column = quotedName([name]);
  if (!isList) return column;
  return /^_jsonb?$/.test(type) ? `to_jsonb(${column}) AS ${column}` : `${column}::text[] AS ${column}`;
}

/** By the primary key, where there is one, so that the same table gives the same file. */
async function orderOf(database: Database, name: string): Promise<string> {
  const keys = await database.query<{ name: string }>(
    `SELECT a.attname::text AS name FROM pg_catalog.pg_index i
     JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indrelid = $1::regclass AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)`,
    [name],
  );
  return keys.length > 0 ? ` ORDER BY ${keys.map(({ name: key }) => quotedName([key])).join(', ')}` : '';
}
