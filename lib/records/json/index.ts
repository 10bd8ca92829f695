import { messageOf } from '../../errors/index.js';
import { maxFieldBytes, oversizedField, oversizedRecord } from '../limits.js';
import { fileLines } from '../lines.js';
import { requireUtf8 } from '../open.js';
import { peek } from '../peek.js';
import type { FileRow } from '../rows.js';
import type { ByteChunks } from '../unpack.js';
import { ListSplitter } from './list-splitter.js';

const sniffedBytes = 64 * 1024;
const linesTogether = 500;

/**
 * The rows of a JSON file: one object a line, or one list of objects, whichever it is; which of them its name says
 * decides only where it is one line.
 */
export async function* jsonRows(
  chunks: ByteChunks,
  file: string,
  preset: 'json' | 'jsonl',
): AsyncGenerator<readonly FileRow[]> {
  const { start, all } = await peek(chunks, sniffedBytes);
  const text = start
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  const kind = text.startsWith('[') ? 'json' : isOnLines(text) ? 'jsonl' : preset;
  yield* kind === 'json' ? jsonListRows(all, file) : jsonLineRows(all, file);
}

/** Whether the first line is an object and there are more. */
function isOnLines(text: string): boolean {
  const end = text.indexOf('\n');
  if (end < 0 || text.slice(end).trim() === '') return false;
  try {
    JSON.parse(text.slice(0, end));
    return true;
  } catch {
    return false;
  }
}

/** The rows of a JSON Lines file: one object a line. */
export async function* jsonLineRows(chunks: ByteChunks, file: string): AsyncGenerator<readonly FileRow[]> {
  let rows: FileRow[] = [];
  for await (const { row, text } of fileLines(chunks, file)) {
    rows.push(text === undefined ? { row, problem: oversizedRecord } : parsed(row, text));
    if (rows.length < linesTogether) continue;
    yield rows;
    rows = [];
  }
  yield rows;
}

/** The rows of a JSON file that is a list of objects, or has one in it; streamed. */
export async function* jsonListRows(chunks: ByteChunks, file: string): AsyncGenerator<readonly FileRow[]> {
  const splitter = new ListSplitter(file);
  let row = 0;
  for await (const chunk of chunks) {
    yield splitter.feed(chunk).map(({ bytes, offset }) => {
      row++;
      if (!bytes) return { row, problem: oversizedRecord };
      requireUtf8(file, bytes, row, offset);
      return parsed(row, bytes.toString('utf8'));
    });
  }
  splitter.end();
}

function parsed(row: number, text: string): FileRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { row, problem: `not JSON: ${messageOf(error)}; there is no JSON object` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { row, problem: 'not a JSON object' };
  }
  const fields = value as Record<string, unknown>;
  const problem = mayBeTooLarge(text) ? oversizedField(fields) : undefined;
  return problem ? { row, problem } : { row, fields };
}

/** Looking into a row costs more than reading it. */
function mayBeTooLarge(text: string): boolean {
  if (text.length * 3 > maxFieldBytes) return true;
  let depth = 0;
  for (let at = text.indexOf('{'); at >= 0 && depth < 100; at = text.indexOf('{', at + 1)) depth++;
  for (let at = text.indexOf('['); at >= 0 && depth < 100; at = text.indexOf('[', at + 1)) depth++;
  return depth >= 100;
}
