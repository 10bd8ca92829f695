import type { FileHandle } from 'node:fs/promises';
import { messageOf, UserError } from '../errors/index.js';
import { oversizedRecord } from './limits.js';
import { fileLines } from './lines.js';
import { requireUtf8 } from './open.js';
import type { FileRow } from './rows.js';

/** The rows of a JSON Lines file: one object a line. */
export async function* jsonLineRows(handle: FileHandle, path: string): AsyncGenerator<FileRow> {
  for await (const { row, text } of fileLines(handle, path)) {
    yield text === undefined ? { row, problem: oversizedRecord } : parsed(row, text);
  }
}

/** The rows of a JSON file that is a list of objects, or an object with one list in it. */
export async function* jsonRows(handle: FileHandle, path: string): AsyncGenerator<FileRow> {
  const bytes = await handle.readFile();
  requireUtf8(path, bytes, 1, 0);
  let whole: unknown;
  try {
    whole = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new UserError(`${path} is no JSON: ${messageOf(cause)}; mend the file`, { cause });
  }
  const list = Array.isArray(whole) ? whole : onlyList(whole);
  if (!list) throw new UserError(`${path} holds no list of records; write [ {…}, {…} ] or { "data": [ … ] }`);
  for (const [i, value] of list.entries()) yield toRow(i + 1, value);
}

function onlyList(whole: unknown): unknown[] | undefined {
  if (typeof whole !== 'object' || whole === null) return undefined;
  const lists = Object.values(whole).filter((value) => Array.isArray(value));
  return lists.length === 1 ? lists[0] : undefined;
}

function parsed(row: number, text: string): FileRow {
  try {
    return toRow(row, JSON.parse(text));
  } catch (error) {
    return { row, problem: `not JSON: ${messageOf(error)}; there is no JSON object` };
  }
}

function toRow(row: number, value: unknown): FileRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { row, problem: 'not a JSON object' };
  }
  return { row, fields: value as Record<string, unknown> };
}
