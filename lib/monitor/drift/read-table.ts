import { UserError } from '../../errors/index.js';
import { readRows } from '../../records/index.js';
import type { Table } from './table.js';

/**
 * Reads a CSV file (UTF-8, a header, commas) as columns: those that hold nothing but numbers become numbers; empty
 * fields, NA, NaN and null are missing.
 * @throws {UserError} for a file that cannot be read, or names a column twice
 * @throws {UserError} that names the file, and the line where there is one
 */
export async function readTable(path: string): Promise<Table> {
  const columns = new Map<string, string[]>();
  for await (const { row, fields, problem } of readRows(path, { format: 'csv' })) {
    if (!fields) throw new UserError(`${path}: ${problem} on line ${row}`);
    for (const [name, value] of Object.entries(fields)) {
      const column = columns.get(name);
      if (column) column.push(value as string);
      else columns.set(name, [value as string]);
    }
  }
  if (columns.size === 0) throw new UserError(`${path} has no rows; give a CSV file with a header and rows`);
  return Object.fromEntries([...columns].map(([name, values]) => [name, typed(values)]));
}

const missing = new Set(['', 'na', 'nan', 'null']);

function typed(fields: readonly string[]): Float64Array | (string | null)[] {
  const present = fields.map((field) => (missing.has(field.toLowerCase()) ? null : field));
  const numeric = present.every((field) => field === null || Number.isFinite(Number(field)));
  return numeric
    ? Float64Array.from(present, (field) => (field === null ? Number.NaN : Number(field)))
    : present;
}
