import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { messageOf, shown } from '../../errors/index.js';
import { MonitorError } from '../errors.js';
import type { Table } from './table.js';

/**
 * Reads a CSV file (UTF-8, a header, commas) as columns: those that hold nothing but numbers become numbers; empty
 * fields, NA, NaN and null are missing.
 * @throws {MonitorError} that names the file, and the line where there is one
 */
export async function readTable(path: string): Promise<Table> {
  const { parse } = await import('csv-parse');
  let names: string[] | undefined;
  const columns: string[][] = [];
  const parser = parse({ bom: true, trim: true, skip_empty_lines: true });
  parser.on('data', (fields: string[]) => {
    if (names) {
      for (let i = 0; i < fields.length; i++) columns[i].push(fields[i]);
    } else {
      names = fields;
      for (const _ of fields) columns.push([]);
    }
  });
  try {
    await pipeline(createReadStream(path), parser);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new MonitorError(`${path}: ${missing ? 'there is no such file' : messageOf(cause)}`, { cause });
  }
  if (!names || columns[0].length === 0)
    throw new MonitorError(`${path} has no rows; give a CSV file with a header and rows`);
  const twice = names.find((name, i) => names?.indexOf(name) !== i);
  if (twice !== undefined)
    throw new MonitorError(`${path}: column ${shown(twice)} comes twice in the header; rename or remove one`);
  return Object.fromEntries(names.map((name, i) => [name, typed(columns[i])]));
}

const missing = new Set(['', 'na', 'nan', 'null']);

function typed(fields: readonly string[]): Float64Array | (string | null)[] {
  const present = fields.map((field) => (missing.has(field.toLowerCase()) ? null : field));
  const numeric = present.every((field) => field === null || Number.isFinite(Number(field)));
  return numeric
    ? Float64Array.from(present, (field) => (field === null ? Number.NaN : Number(field)))
    : present;
}
