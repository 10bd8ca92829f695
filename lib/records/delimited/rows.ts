import { peek } from '../peek.js';
import type { Batches, FileRow } from '../rows.js';
import type { ByteChunks } from '../unpack.js';
import { delimitedCells } from './cells.js';
import { type Header, namedRows } from './named-rows.js';
import { type Separator, scannerFor, separatorOf, toldSeparator } from './separators.js';

const sniffedBytes = 64 * 1024;

/** The rows of a table, whatever separates its cells. @param preset the separator where the table does not tell */
export async function* delimitedRows(
  chunks: ByteChunks,
  file: string,
  header: Header,
  preset: Separator,
): AsyncGenerator<readonly FileRow[]> {
  const { start, all } = await peek(chunks, sniffedBytes);
  const separator = separatorOf(start, preset, start.length < sniffedBytes);
  const hasTold = toldSeparator(start) !== undefined;
  const scanner = scannerFor(separator);
  let width: number | undefined;
  const quotes = separator === '\t' ? 'lenient' : 'strict';
  const cells = delimitedCells(all, file, { scanner, quotes, width: () => width });
  yield* namedRows(cells, file, {
    header: (found, row) => (hasTold && row === 1 ? undefined : header(found, row)),
    onNames: (names) => {
      width = names.length;
      scanner.wanted = names.map((name) => name !== '');
    },
  }) satisfies Batches<FileRow>;
}
