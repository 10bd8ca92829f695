import type { z } from 'zod';
import { shown, UserError } from '../../errors/index.js';
import { projectPath } from '../../store/index.js';
import { rawRows } from './raw-rows.js';
import type { RecordFile, RecordWarning } from './records.js';

/** How records of one kind are made of rows. */
export interface RecordKind<Fields, T> {
  /** What the records are called in messages, in the plural. */
  readonly called: string;
  readonly schema: z.ZodType<Fields>;
  /** Names that files use for a field, beside its own. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  readonly record: (fields: Fields, path: string, raw: Readonly<Record<string, unknown>>) => T;
  /** By which two records are the same one. */
  readonly key: (record: T) => string;
  readonly warnings: (record: T) => readonly string[];
}

type RejectedRecord = RecordFile<unknown>['rejected'][number];

/**
 * Reads a file of records. Rows that cannot be used are set aside.
 * @throws {UserError} for a file that cannot be read
 * @throws {UserError} for one in which no row can be used
 */
export async function parseRecords<Fields, T>(
  file: string,
  kind: RecordKind<Fields, T>,
): Promise<RecordFile<T>> {
  const path = projectPath(file);
  const records: T[] = [];
  const rejected: RejectedRecord[] = [];
  const warnings: RecordWarning[] = [];
  const rowOf = new Map<string, number>();
  const refuse = (row: number, field: string, value: unknown, reason: string) =>
    rejected.push({ file: path, row, field, value: value === undefined ? '' : shown(value), reason });
  for await (const { row, fields, cells, problem } of rawRows(path)) {
    if (!fields) {
      refuse(row, '', undefined, cells ? `has ${problem}` : problem!);
      continue;
    }
    const named = withoutAliases(fields, kind.aliases);
    const parsed = kind.schema.safeParse(named);
    if (!parsed.success) {
      const { path: at, message } = parsed.error.issues[0];
      refuse(row, String(at[0]), named[String(at[0])], message);
      continue;
    }
    const record = kind.record(parsed.data, path, named);
    const earlier = rowOf.get(kind.key(record));
    if (earlier !== undefined) {
      refuse(row, 'id', named.id, `is the same record as row ${earlier}`);
      continue;
    }
    rowOf.set(kind.key(record), row);
    records.push(record);
    for (const message of kind.warnings(record))
      warnings.push({ file: path, row, message: `row ${row}: ${message}` });
  }
  if (records.length === 0) throw new UserError(nothingUsable(path, kind.called, rejected[0]));
  return { path, records, rejected, warnings };
}

function withoutAliases(
  fields: Readonly<Record<string, unknown>>,
  aliases: RecordKind<never, never>['aliases'],
): Record<string, unknown> {
  const named = { ...fields };
  for (const [name, others] of Object.entries(aliases)) {
    for (const other of others) {
      if (named[other] === undefined) continue;
      named[name] ??= named[other];
      delete named[other];
    }
  }
  return named;
}

function nothingUsable(path: string, called: string, first: RejectedRecord | undefined): string {
  if (!first) return `${path} has no rows; export the ${called} again`;
  const where = first.field && `, field ${first.field}${first.value && ` ${first.value}`}`;
  return `${path} has no usable ${called}; row ${first.row}${where}: ${first.reason}`;
}
