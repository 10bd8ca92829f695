import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { shown, UserError } from '../errors/index.js';
import { csvCells } from './csv-cells.js';
import { jsonLineRows, jsonRows } from './json-rows.js';
import { oversizedField, oversizedRecord } from './limits.js';
import { fileLines } from './lines.js';
import { opened } from './open.js';
import type { CellRow, FileRow } from './rows.js';

/** Kinds of files that hold records, by their extensions. */
const formats = {
  '.tsv': 'tsv',
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
} as const;

/** A kind of file that holds records. */
export type RecordFormat = (typeof formats)[keyof typeof formats];

export interface ReadRowsOptions {
  /** Kind of the file. Default: what its extension says. */
  readonly format?: RecordFormat;
  /** The names of the columns of a CSV or TSV file, given its first row and the number of that. Default `columnNames`. */
  readonly header?: (found: readonly string[], row: number) => readonly string[];
  /** What the file is to be, for the error of one that is missing: 'a CSV file with the columns …'. */
  readonly wanted?: string;
}

/**
 * The rows of a CSV, TSV, JSON Lines or JSON file by the names of their fields. CSV, TSV and JSON Lines are streamed;
 * blank lines are passed over. A row that cannot be read comes with its problem, and reading goes on: broken quotes,
 * another number of fields than the header has, no JSON object, a field over 1 MB.
 * @throws {UserError} for a file that is missing, empty, of another kind, not UTF-8, or without a header that can be read
 * @example for await (const { row, fields, problem } of readRows('data/posts.csv')) … // { row: 2, fields: { id: '7' } }
 */
export function readRows(file: string, options: ReadRowsOptions = {}): AsyncGenerator<FileRow> {
  const format = options.format ?? formats[path.extname(file).toLowerCase() as keyof typeof formats];
  if (!format) throw new UserError(`${file} is no .csv, .jsonl, .ndjson, .json file and no .tsv; convert it`);
  const { header = (found) => columnNames(file, found), wanted } = options;
  return opened(file, (handle) => rows(handle, file, format, header), wanted);
}

/**
 * The rows of a CSV file, or of one whose cells are separated by tabs and not quoted, without looking for a header.
 * Cells are trimmed, blank lines passed over.
 * @throws {UserError} for a file that is missing, of another kind, or not UTF-8
 * @example for await (const { row, cells } of readCells('queries.tsv', 'tsv')) … // { row: 1, cells: ['q1', 'red couch'] }
 */
export function readCells(file: string, format: 'csv' | 'tsv', wanted?: string): AsyncGenerator<CellRow> {
  return opened(file, (handle) => cellsOf(handle, file, format), wanted);
}

/** Names of columns as they are. @throws {UserError} for one that comes twice */
export function columnNames(file: string, names: readonly string[]): readonly string[] {
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  if (twice === undefined) return names;
  throw new UserError(`${file}: column ${shown(twice)} comes twice in the header; rename or remove one`);
}

/** Refuses a table without commas. @throws {UserError} for a header that is one name with another separator in it */
export function requireCommas(file: string, names: readonly string[]): void {
  const separator = names.length === 1 ? [';', '\t', '|'].find((mark) => names[0].includes(mark)) : undefined;
  if (!separator) return;
  throw new UserError(`${file}: fields are separated by ${shown(separator)}; save it with commas`);
}

async function* rows(
  handle: FileHandle,
  file: string,
  format: RecordFormat,
  header: NonNullable<ReadRowsOptions['header']>,
): AsyncGenerator<FileRow> {
  if ((await handle.stat()).size === 0) {
    throw new UserError(`${file} is empty (0 bytes); export it again`);
  }
  const read =
    format === 'json'
      ? jsonRows(handle, file)
      : format === 'jsonl'
        ? jsonLineRows(handle, file)
        : namedRows(cellsOf(handle, file, format), file, header);
  for await (const row of read) {
    const problem = row.fields && oversizedField(row.fields);
    yield problem ? { row: row.row, problem } : row;
  }
}

function cellsOf(handle: FileHandle, file: string, format: 'csv' | 'tsv'): AsyncGenerator<CellRow> {
  return format === 'csv' ? csvCells(handle, file) : tabCells(handle, file);
}

async function* tabCells(handle: FileHandle, file: string): AsyncGenerator<CellRow> {
  for await (const { row, text } of fileLines(handle, file)) {
    if (text === undefined) yield { row, problem: oversizedRecord };
    else yield { row, cells: text.split('\t').map((cell) => cell.trim()) };
  }
}

async function* namedRows(
  table: AsyncIterable<CellRow>,
  file: string,
  header: NonNullable<ReadRowsOptions['header']>,
): AsyncGenerator<FileRow> {
  let names: readonly string[] | undefined;
  for await (const { row, cells, problem } of table) {
    if (!names) {
      if (!cells) throw new UserError(`${file}, row ${row}: ${problem} in the header; mend that line`);
      names = header(cells, row);
    } else if (!cells) yield { row, problem };
    else if (cells.length !== names.length) {
      yield { row, cells, problem: `${cells.length} fields instead of ${names.length}` };
    } else yield { row, fields: Object.fromEntries(names.map((name, i) => [name, cells[i]])) };
  }
}
