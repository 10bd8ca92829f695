import type { FileHandle } from 'node:fs/promises';
import { maxRecordBytes, oversizedRecord } from './limits.js';
import { requireUtf8 } from './open.js';
import type { CellRow } from './rows.js';

const chunkBytes = 256 * 1024;

interface CsvRecord {
  readonly cells: readonly string[];
  /** Of the file, in bytes. */
  readonly start: number;
  readonly end: number;
}

/**
 * The rows of a CSV file (RFC 4180; LF, CRLF or CR; a BOM; blanks around quoted fields) that are not blank. Where
 * quotes are broken, the line on which the row begins is set aside and reading goes on with the line after it, so that
 * one lost quote costs one row and not the rest of the file.
 */
export async function* csvCells(handle: FileHandle, path: string): AsyncGenerator<CellRow> {
  const { CsvError } = await import('csv-parse');
  let row = 0;
  let offset = 0;
  while (offset >= 0) {
    try {
      for await (const { cells, start, end } of csvRecords(handle, offset)) {
        row++;
        offset = end;
        if (cells.some((cell) => cell.includes('\ufffd'))) {
          requireUtf8(path, await readBytes(handle, start, end - start), row, start);
        }
        if (cells.length > 1 || cells[0] !== '') yield { row, cells };
      }
      return;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      row++;
      const problem = (error.code as string) === 'CSV_MAX_RECORD_SIZE' ? oversizedRecord : 'broken quotes';
      yield { row, problem, detail: error.message };
      offset = await nextLine(handle, offset);
    }
  }
}

/** Records from a byte of the file on; those before broken quotes come first, then the parser's error is thrown. */
async function* csvRecords(handle: FileHandle, offset: number): AsyncGenerator<CsvRecord> {
  const { Parser } = await import('csv-parse');
  const found: CsvRecord[] = [];
  let start = offset;
  const parser = new Parser({
    bom: offset === 0,
    trim: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: maxRecordBytes,
    on_record: (cells: string[], { bytes }: { bytes: number }) => {
      const end = offset + bytes;
      found.push({ cells, start, end });
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
