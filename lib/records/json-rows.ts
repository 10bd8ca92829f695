import type { FileHandle } from 'node:fs/promises';
import { messageOf } from '../errors/index.js';
import { requireUtf8 } from './encoding.js';
import { type FileRow, maxRecordBytes, oversizedField, oversizedRecord } from './rows.js';

/** The rows of a JSON Lines file: one object a line; blank lines are passed over. */
export async function* jsonRows(handle: FileHandle, path: string): AsyncGenerator<FileRow> {
  for await (const { row, offset, bytes } of lines(handle)) {
    if (!bytes) {
      yield { row, problem: oversizedRecord };
      continue;
    }
    requireUtf8(path, bytes, row, offset);
    const text = bytes
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .trim();
    if (text) yield toRow(row, text);
  }
}

function toRow(row: number, text: string): FileRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { row, problem: `not JSON: ${messageOf(error)}` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { row, problem: 'not a JSON object' };
  }
  const fields = value as Record<string, unknown>;
  const problem = oversizedField(fields);
  return problem ? { row, problem } : { row, fields };
}

interface Line {
  readonly row: number;
  readonly offset: number;
  /** Undefined where the line is longer than a record may be. */
  readonly bytes: Buffer | undefined;
}

async function* lines(handle: FileHandle): AsyncGenerator<Line> {
  let row = 1;
  let offset = 0;
  let length = 0;
  let parts: Buffer[] = [];
  const keep = (part: Buffer) => {
    length += part.length;
    if (length > maxRecordBytes) parts = [];
    else parts.push(part);
  };
  const line = (): Line => ({
    row,
    offset,
    bytes: length > maxRecordBytes ? undefined : Buffer.concat(parts),
  });
  for await (const chunk of handle.createReadStream({
    start: 0,
    autoClose: false,
  }) as AsyncIterable<Buffer>) {
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
