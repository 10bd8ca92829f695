import { maxRecordBytes, oversizedRecord } from '../limits.js';
import { requireUtf8 } from '../open.js';
import type { CellRow } from '../rows.js';
import type { ByteChunks } from '../unpack.js';
import type { RecordScanner } from './record-scanner.js';

/** What quotes are: marks around cells that have to fit; the same, but letters where they do not fit; or letters. */
export type Quotes = 'strict' | 'lenient' | 'letters';

export interface CellOptions {
  readonly scanner: RecordScanner;
  readonly quotes: Quotes;
  /** Cells of every record, once that is known; a record over lines with another number began by a stray quote. */
  readonly width?: () => number | undefined;
}

/**
 * The rows of a table that are not blank, as they are read. Where quotes are broken, the line on which the row begins
 * is set aside and reading goes on with the line after it, so that one lost quote costs one row and not the rest of
 * the file; what was read of it is not read from the disk again.
 */
export async function* delimitedCells(
  chunks: ByteChunks,
  path: string,
  { scanner, quotes, width }: CellOptions,
): AsyncGenerator<CellRow[]> {
  let row = 0;
  /** Byte of the file at which `held` begins. */
  let base = 0;
  let parts: Buffer[] = [];
  let length = 0;
  /** So much has to be there before a record is tried again: one over many pieces is not read once for each. */
  let enough = 0;
  /** Inside a line that was set aside. */
  let isSkipping = false;

  const scanned = (held: Buffer, at: number, isLast: boolean) => {
    if (quotes === 'letters') return scanner.scanPlain(held, at, isLast);
    const found = scanner.scan(held, at, isLast);
    const expected = width?.();
    const isStray =
      found === 'record' && scanner.spansLines && expected !== undefined && scanner.cells.length !== expected;
    if (isStray) scanner.detail = `Quote Not Closed: ${scanner.cells.length} cells instead of ${expected}`;
    if (found !== 'broken' && !isStray) return found;
    return quotes === 'lenient' ? scanner.scanPlain(held, at, isLast) : 'broken';
  };

  for await (const { chunk, isLast } of withLast(chunks)) {
    parts.push(chunk);
    length += chunk.length;
    if (length < enough && !isLast) continue;
    const held = parts.length === 1 ? chunk : Buffer.concat(parts);
    const batch: CellRow[] = [];
    let at = base === 0 && held.toString('hex', 0, 3) === 'efbbbf' ? 3 : 0;
    while (at < held.length) {
      if (isSkipping) {
        const next = nextLine(held, at);
        at = next ?? held.length;
        // A carriage return at the very end may have its line feed in what comes next.
        if (!isLast && at === held.length && held[at - 1] === 0x0d) at--;
        else isSkipping = next === undefined;
        if (isSkipping) break;
        continue;
      }
      let found = scanned(held, at, isLast);
      if (found === 'more') {
        if (held.length - at <= maxRecordBytes) break;
        found = 'broken';
        scanner.detail = oversizedRecord;
      }
      row++;
      if (found === 'broken') {
        const { detail } = scanner;
        batch.push({ row, problem: detail === oversizedRecord ? detail : 'broken quotes', detail });
        isSkipping = true;
        continue;
      }
      const { cells, end } = scanner;
      requireUtf8(path, held.subarray(at, end), row, base + at);
      const isBlank = quotes === 'strict' ? cells.length === 1 && cells[0] === '' : isEmpty(cells);
      if (!isBlank) batch.push({ row, cells });
      at = end;
      // Until its header is found, a table is read row by row: what the header says holds for the row after it.
      if (width && width() === undefined && batch.length > 0) yield batch.splice(0);
    }
    base += at;
    const rest = held.subarray(at);
    parts = rest.length > 0 ? [rest] : [];
    length = rest.length;
    enough = Math.min(2 * length, maxRecordBytes + 1);
    if (batch.length > 0) yield batch;
  }
}

function isEmpty(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === '');
}

/** Where the line after the one at `at` begins; undefined where it has no end. */
function nextLine(bytes: Buffer, at: number): number | undefined {
  for (; at < bytes.length; at++) {
    if (bytes[at] === 0x0a) return at + 1;
    if (bytes[at] === 0x0d) return bytes[at + 1] === 0x0a ? at + 2 : at + 1;
  }
  return undefined;
}

async function* withLast(
  chunks: ByteChunks,
): AsyncGenerator<{ readonly chunk: Buffer; readonly isLast: boolean }> {
  for await (const chunk of chunks) yield { chunk, isLast: false };
  yield { chunk: Buffer.alloc(0), isLast: true };
}
