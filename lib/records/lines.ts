import { UserError } from '../errors/index.js';
import { maxRecordBytes, oversizedRecord } from './limits.js';
import { opened, requireUtf8 } from './open.js';
import type { ByteChunks } from './unpack.js';

export interface TextLine {
  /** From 1, blank lines counted. */
  readonly row: number;
  readonly text: string;
}

/**
 * The lines of a UTF-8 file that are not blank, without line ends and byte order mark, streamed.
 * @throws {UserError} for a file that is missing or no text, or a line of over 16 MB
 */
export async function* textLines(path: string): AsyncGenerator<TextLine> {
  for await (const { row, text } of opened(path, (chunks) => fileLines(chunks, path))) {
    if (text === undefined) throw new UserError(`${path}, row ${row}: ${oversizedRecord}`);
    yield { row, text };
  }
}

/** As `textLines`; the text is undefined where the line is longer than a record may be. */
export async function* fileLines(
  chunks: ByteChunks,
  path: string,
): AsyncGenerator<{ readonly row: number; readonly text: string | undefined }> {
  for await (const { row, offset, bytes } of byteLines(chunks)) {
    if (bytes) requireUtf8(path, bytes, row, offset);
    const text = bytes?.toString('utf8').replace(/^\ufeff|\r$/g, '');
    if (text?.trim() !== '') yield { row, text };
  }
}

interface ByteLine {
  readonly row: number;
  readonly offset: number;
  readonly bytes: Buffer | undefined;
}

async function* byteLines(chunks: ByteChunks): AsyncGenerator<ByteLine> {
  let row = 1;
  let offset = 0;
  let length = 0;
  let parts: Buffer[] = [];
  const keep = (part: Buffer) => {
    length += part.length;
    if (length > maxRecordBytes) parts = [];
    else parts.push(part);
  };
  const line = (): ByteLine => ({
    row,
    offset,
    bytes: length > maxRecordBytes ? undefined : parts.length === 1 ? parts[0] : Buffer.concat(parts),
  });
  for await (const chunk of chunks) {
    let from = 0;
    for (let feed = chunk.indexOf(0x0a); feed >= 0; feed = chunk.indexOf(0x0a, from)) {
      keep(chunk.subarray(from, feed));
      yield line();
      row++;
      offset += length + 1;
      length = 0;
      parts = [];
      from = feed + 1;
    }
    keep(chunk.subarray(from));
  }
  if (length > 0) yield line();
}
