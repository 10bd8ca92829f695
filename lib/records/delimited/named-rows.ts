import { shown, UserError } from '../../errors/index.js';
import { maxFieldBytes, oversizedField } from '../limits.js';
import { type Batches, type CellRow, type FileRow, setField } from '../rows.js';

/**
 * The names of the columns of a table, given one of its first rows and the number of that. A column named '' is passed
 * over; undefined where this row is not the header yet.
 */
export type Header = (found: readonly string[], row: number) => readonly string[] | undefined;

export interface NamedRowsOptions {
  readonly header: Header;
  /** Told once the header is found. */
  readonly onNames?: (names: readonly string[]) => void;
  /** Whether cells may be left out at the end of a row, as spreadsheets do. */
  readonly isRagged?: boolean;
}

/** The rows below a header, by its names. A name that comes several times has the list of its values that are not ''. */
export async function* namedRows(
  table: Batches<CellRow>,
  file: string,
  { header, onNames, isRagged = false }: NamedRowsOptions,
): AsyncGenerator<FileRow[]> {
  let names: readonly string[] | undefined;
  let columns: readonly Column[] = [];
  for await (const batch of table) {
    const rows: FileRow[] = [];
    for (const { row, cells, problem } of batch) {
      if (!names) {
        if (!cells) throw new UserError(`${file}, row ${row}: ${problem} in the header; mend that line`);
        names = header(cells, row);
        if (!names) continue;
        columns = columnsOf(names);
        onNames?.(names);
      } else if (!cells) rows.push({ row, problem });
      else if (cells.length === names.length || (isRagged && fits(cells, names.length))) {
        rows.push(named(row, columns, cells));
      } else rows.push({ row, cells, problem: `${cells.length} fields instead of ${names.length}` });
    }
    if (rows.length > 0) yield rows;
  }
}

interface Column {
  readonly name: string;
  readonly at: readonly number[];
}

/** Names of columns as they are. @throws {UserError} for one that comes twice */
export function columnNames(file: string, names: readonly string[]): readonly string[] {
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  if (twice === undefined) return names;
  throw new UserError(`${file}: column ${shown(twice)} comes twice in the header; rename or remove one`);
}

function columnsOf(names: readonly string[]): Column[] {
  const places = new Map<string, number[]>();
  names.forEach((name, i) => {
    if (name !== '') places.set(name, [...(places.get(name) ?? []), i]);
  });
  return [...places].map(([name, at]) => ({ name, at }));
}

function fits(cells: readonly string[], width: number): boolean {
  for (let i = width; i < cells.length; i++) if (cells[i] !== '') return false;
  return true;
}

function named(row: number, columns: readonly Column[], cells: readonly string[]): FileRow {
  const fields: Record<string, unknown> = {};
  let isLong = false;
  for (const { name, at } of columns) {
    const value = cells[at[0]] ?? '';
    if (value.length * 3 > maxFieldBytes) isLong = true;
    const held = at.length === 1 ? value : at.map((i) => cells[i]).filter((cell) => cell);
    if (name === '__proto__') setField(fields, name, held);
    else fields[name] = held;
  }
  const problem = isLong ? oversizedField(fields) : undefined;
  return problem ? { row, problem } : { row, fields };
}
