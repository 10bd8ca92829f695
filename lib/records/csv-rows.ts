import type { FileHandle } from 'node:fs/promises';
import { CsvError, Parser } from 'csv-parse';
import { shown } from '../errors/index.js';
import { requireUtf8 } from './encoding.js';
import { RecordsError } from './errors.js';
import { type FileRow, maxRecordBytes, oversizedField, oversizedRecord } from './rows.js';

const chunkBytes = 256 * 1024;

interface CsvRecord {
  readonly fields: readonly string[];
  /** Of the file, in bytes. */
  readonly start: number;
  readonly end: number;
}

/**
 * The rows of a CSV file (RFC 4180; LF, CRLF or CR; a BOM; blanks around quoted fields). The first row that is not
 * blank is the header. Where quotes are broken, the line on which the row begins is set aside and reading goes on
 * with the line after it, so that one lost quote costs one row and not the rest of the file.
 */
export async function* csvRows(
  handle: FileHandle,
  path: string,
  header: (names: readonly string[], row: number) => readonly string[],
): AsyncGenerator<FileRow> {
  let names: readonly string[] | undefined;
  let row = 0;
  let offset = 0;
  while (offset >= 0) {
    const records = csvRecords(handle, offset);
    try {
      for await (const { fields, start, end } of records) {
        row++;
        offset = end;
        if (fields.some((field) => field.includes('\ufffd'))) {
          requireUtf8(path, await readBytes(handle, start, end - start), row, start);
        }
        if (fields.length === 1 && fields[0] === '') continue;
        if (!names) {
          names = header(fields, row);
          continue;
        }
        yield toRow(row, names, fields);
      }
      return;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      row++;
      const problem = (error.code as string) === 'CSV_MAX_RECORD_SIZE' ? oversizedRecord : 'broken quotes';
      if (!names) throw new RecordsError(`${path}, row ${row}: ${problem} in the header; mend that line`);
      yield { row, problem };
      offset = await nextLine(handle, offset);
    }
  }
}

function toRow(row: number, names: readonly string[], values: readonly string[]): FileRow {
  if (values.length !== names.length) {
    return { row, problem: `${values.length} fields instead of ${names.length}` };
  }
  const fields = Object.fromEntries(names.map((name, i) => [name, values[i]]));
  const problem = oversizedField(fields);
  return problem ? { row, problem: problem } : { row, fields };
}

/** Records from a byte of the file on; those before broken quotes come first, then the parser's error is thrown. */
async function* csvRecords(handle: FileHandle, offset: number): AsyncGenerator<CsvRecord> {
  const found: CsvRecord[] = [];
  let start = offset;
  const parser = new Parser({
    bom: offset === 0,
    trim: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: maxRecordBytes,
    on_record: (fields: string[], { bytes }: { bytes: number }) => {
      const end = offset + bytes;
      found.push({ fields, start, end });
      start = end;
      return null;
    },
  });
  let failure: Error | undefined;
  parser.on('error', (error) => {
    failure = error;
  });
  for (let position = offset; ; ) {
    const chunk = await readBytes(handle, position, chunkBytes);
    position += chunk.length;
    await new Promise<void>((done) => {
      if (chunk.length === 0) parser.end(() => done());
      else parser.write(chunk, () => done());
    });
    yield* found.splice(0);
    if (failure) throw failure;
    if (chunk.length === 0) return;
  }
}

/** Where the line after the one at `offset` begins; -1 at the end of the file. */
async function nextLine(handle: FileHandle, offset: number): Promise<number> {
  for (let position = offset; ; ) {
    const chunk = await readBytes(handle, position, chunkBytes);
    if (chunk.length === 0) return -1;
    const end = chunk.findIndex((byte) => byte === 0x0a || byte === 0x0d);
    if (end >= 0) {
      const pair = await readBytes(handle, position + end, 2);
      return position + end + (pair.toString() === '\r\n' ? 2 : 1);
    }
    position += chunk.length;
  }
}

async function readBytes(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Column names as the catalogue's schema spells them. @throws {RecordsError} for a name that comes twice. */
export function columnNames(path: string, header: readonly string[]): string[] {
  const names = header.map((name) => name.trim().toLowerCase());
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new RecordsError(`${path}: column ${shown(twice)} comes twice in the header; rename or remove one`);
  }
  return names;
}
