import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { messageOf } from '../../errors/index.js';
import { EvaluateError } from '../errors.js';

/** A line of a file: its number, from 1, and its text or fields. */
export interface Line<T> {
  readonly number: number;
  readonly content: T;
}

/** The text of a UTF-8 file, without byte order mark. */
export async function readText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new EvaluateError(
      missing
        ? `${path}: there is no such file; check the path`
        : `${path} cannot be read: ${messageOf(cause)}`,
      { cause },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new EvaluateError(`${path} is not UTF-8 text; save it as UTF-8`, { cause });
  }
}

/** The lines that are not blank. */
export function* textLines(text: string): Generator<Line<string>> {
  let number = 0;
  for (const line of text.split(/\r?\n/)) {
    number++;
    if (line.trim() !== '') yield { number, content: line };
  }
}

/** The records of comma-separated (RFC 4180 quotes) or tab-separated (no quotes) text, fields trimmed. */
export function tableLines(path: string, text: string, separator: ',' | '\t'): Line<string[]>[] {
  if (separator === '\t') {
    return [...textLines(text)].map(({ number, content }) => ({
      number,
      content: content.split('\t').map((field) => field.trim()),
    }));
  }
  try {
    const records = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ number: info.lines, content: record }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new EvaluateError(`${path}: ${cause.message}`, { cause });
  }
}
