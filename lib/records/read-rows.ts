import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors/index.js';
import {
  columnNames,
  delimitedCells,
  delimitedRows,
  type Header,
  namedRows,
  recoded,
  scannerFor,
} from './delimited/index.js';
import { jsonLineRows, jsonListRows, jsonRows } from './json/index.js';
import { opened, withFile } from './open.js';
import { parquetRows } from './parquet-rows.js';
import type { Batches, CellRow, FileRow } from './rows.js';
import { sheetRows } from './spreadsheet/index.js';
import type { ByteChunks } from './unpack.js';
import { xmlRows } from './xml/index.js';

/** Kinds of files that hold records, by their extensions. */
const formats = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.txt': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.xml': 'xml',
  '.rss': 'xml',
  '.atom': 'xml',
  '.parquet': 'parquet',
  '.xlsx': 'xlsx',
} as const;

/** A kind of file that holds records. */
export type RecordFormat = (typeof formats)[keyof typeof formats];

export interface ReadRowsOptions {
  /**
   * Kind of the file; 'csv' and 'tsv' are any table, its separator found by looking. Default what its extension says.
   */
  readonly format?: RecordFormat;
  /** The names of the columns of a table or Parquet file. Default `columnNames`. */
  readonly header?: Header;
  /** What the file is to be, for the error of one that is missing: 'a CSV file with the columns …'. */
  readonly wanted?: string;
  /** Told where a table is no UTF-8 and is read as Windows-1252. Without it such a table is an error. */
  readonly onWindows1252?: () => void;
}

/** What a file holds by its extension, that of the file in it where it is packed ('.csv.gz'); undefined for one that is unknown. */
export function recordFormat(file: string): RecordFormat | undefined {
  const extension = path.extname(file.replace(/\.gz$/i, '')).toLowerCase();
  return formats[extension as keyof typeof formats];
}

/** Extensions of files that hold records, for people. */
export const recordExtensions = Object.keys(formats).join(', ');

/**
 * The rows of a file by the names of their fields: CSV, TSV and other tables whose cells commas, semicolons, tabs or
 * bars separate, JSON Lines, JSON (a list of objects, or one in an object), XML feeds (RSS, Atom), Parquet, and the
 * first sheet of .xlsx; each packed with gzip too. Tables, JSON, feeds and sheets are streamed, Parquet is read by row
 * groups; blank lines are passed over. A row that cannot be read comes with its problem, and reading goes on: broken
 * quotes, another number of fields than the header has, no JSON object, a field over 1 MB.
 * @throws {UserError} for a file that is missing, empty, of another kind, not UTF-8, or without a header that can be read
 * @example for await (const { row, fields, problem } of readRows('data/posts.csv')) … // { row: 2, fields: { id: '7' } }
 */
export async function* readRows(file: string, options: ReadRowsOptions = {}): AsyncGenerator<FileRow> {
  for await (const batch of readBatches(file, options)) yield* batch;
}

/** As `readRows`, several rows at a time: of a million rows, passing them on singly is half of the time. */
export function readBatches(file: string, options: ReadRowsOptions = {}): AsyncGenerator<readonly FileRow[]> {
  const format = options.format ?? recordFormat(file);
  const { header = (found) => columnNames(file, found), wanted, onWindows1252 } = options;
  if (!format) return withFile(file, () => unknownKind(file), wanted);
  const given = options.format !== undefined;
  if (format === 'xlsx' || format === 'parquet') {
    return withFile(file, (handle) => binaryRows(handle, file, format, header), wanted);
  }
  return opened(
    file,
    (all) => {
      const chunks = filled(all, file);
      if (format === 'xml') return xmlRows(chunks, file);
      if (format === 'csv' || format === 'tsv') {
        const table = onWindows1252 ? recoded(chunks, onWindows1252) : chunks;
        return delimitedRows(table, file, header, format === 'csv' ? ',' : '\t');
      }
      if (!given) return jsonRows(chunks, file, format);
      return format === 'json' ? jsonListRows(chunks, file) : jsonLineRows(chunks, file);
    },
    wanted,
  );
}

// biome-ignore lint/correctness/useYield: a file that is missing, or a folder, is to be told first
async function* unknownKind(file: string): AsyncGenerator<never> {
  throw new UserError(`${file} is no file of a known kind (${recordExtensions}, each also .gz); convert it`);
}

async function* filled(chunks: ByteChunks, file: string): AsyncGenerator<Buffer> {
  let isEmpty = true;
  for await (const chunk of chunks) {
    isEmpty &&= chunk.length === 0;
    yield chunk;
  }
  if (isEmpty) throw new UserError(`${file} is empty (0 bytes); export it again`);
}

function binaryRows(
  handle: FileHandle,
  file: string,
  format: 'xlsx' | 'parquet',
  header: Header,
): Batches<FileRow> {
  if (format === 'parquet') return parquetRows(handle, file, header);
  return namedRows(sheetRows(handle, file), file, { header, isRagged: true });
}

/**
 * The rows of a CSV file, or of one whose cells are separated by tabs and not quoted, without looking for a header.
 * Cells are trimmed, blank lines passed over.
 * @throws {UserError} for a file that is missing, of another kind, or not UTF-8
 * @example for await (const { row, cells } of readCells('queries.tsv', 'tsv')) … // { row: 1, cells: ['q1', 'red couch'] }
 */
export async function* readCells(
  file: string,
  format: 'csv' | 'tsv',
  wanted?: string,
): AsyncGenerator<CellRow> {
  const options =
    format === 'csv'
      ? ({ scanner: scannerFor(','), quotes: 'strict' } as const)
      : ({ scanner: scannerFor('\t'), quotes: 'letters' } as const);
  for await (const batch of opened(file, (chunks) => delimitedCells(chunks, file, options), wanted)) {
    yield* batch;
  }
}
