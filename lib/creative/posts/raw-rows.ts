import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { messageOf, shown } from '../../errors/index.js';
import { CreativeDataError } from './errors.js';

/** A row of a file: its fields by name in snake case, or what is wrong with it. */
export interface RawRow {
  readonly row: number;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly problem?: string;
}

const readers: Readonly<Record<string, (path: string) => AsyncIterable<RawRow>>> = {
  '.csv': csvRows,
  '.jsonl': lineRows,
  '.ndjson': lineRows,
  '.json': jsonRows,
};

/**
 * The rows of a CSV, JSON Lines or JSON file, by its extension.
 * @throws {CreativeDataError} for a file that is missing, of another kind, or broken as a whole
 */
export async function* rawRows(path: string): AsyncGenerator<RawRow> {
  const read = readers[extname(path).toLowerCase()];
  if (!read) throw new CreativeDataError(`${path} is no ${Object.keys(readers).join(', ')} file; convert it`);
  const info = await stat(path).catch(() => null);
  if (!info?.isFile()) throw new CreativeDataError(`${path}: no such file; check the path`);
  yield* read(path);
}

async function* csvRows(path: string): AsyncGenerator<RawRow> {
  const { parse } = await import('csv-parse');
  let names: string[] | undefined;
  let row = 0;
  const parser = createReadStream(path).pipe(
    parse({ bom: true, trim: true, relax_column_count: true, skip_empty_lines: true }),
  );
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row++;
      if (!names) {
        names = cells.map(snakeCase);
        const twice = names.find((name, i) => names!.indexOf(name) !== i);
        if (twice !== undefined)
          throw new CreativeDataError(`${path} has the column ${shown(twice)} twice; rename one`);
        continue;
      }
      if (cells.length !== names.length) {
        yield { row, problem: `has ${cells.length} fields instead of ${names.length}` };
      } else yield { row, fields: Object.fromEntries(names.map((name, i) => [name, cells[i]])) };
    }
  } catch (cause) {
    if (cause instanceof CreativeDataError) throw cause;
    throw new CreativeDataError(`${path}, after row ${row}: ${messageOf(cause)}; mend the file`, { cause });
  }
}

async function* lineRows(path: string): AsyncGenerator<RawRow> {
  let row = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    row++;
    const text = row === 1 ? line.replace(/^\uFEFF/, '') : line;
    if (text.trim() === '') continue;
    try {
      yield asRow(row, JSON.parse(text));
    } catch (error) {
      yield { row, problem: `is no JSON: ${messageOf(error)}` };
    }
  }
}

async function* jsonRows(path: string): AsyncGenerator<RawRow> {
  let whole: unknown;
  try {
    whole = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new CreativeDataError(`${path} is no JSON: ${messageOf(cause)}; mend the file`, { cause });
  }
  const list = Array.isArray(whole) ? whole : onlyList(whole);
  if (!list)
    throw new CreativeDataError(`${path} holds no list of records; write [ {…}, {…} ] or { "data": [ … ] }`);
  for (const [i, record] of list.entries()) yield asRow(i + 1, record);
}

function onlyList(whole: unknown): unknown[] | undefined {
  if (typeof whole !== 'object' || whole === null) return undefined;
  const lists = Object.values(whole).filter((value) => Array.isArray(value));
  return lists.length === 1 ? lists[0] : undefined;
}

function asRow(row: number, record: unknown): RawRow {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return { row, problem: 'is no object with named fields' };
  }
  return { row, fields: flat(record) };
}

/** Nested objects as one: { variant_a: { impressions } } gives variant_a_impressions; `variants: [x, y]` is variant_a and variant_b. */
function flat(record: object, prefix = ''): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record)) {
    const name = prefix + snakeCase(key);
    if (Array.isArray(value)) {
      value.forEach((item, i) => {
        const itemName = `${name.replace(/s$/, '')}_${String.fromCharCode(97 + i)}`;
        if (typeof item === 'object' && item !== null) Object.assign(out, flat(item, `${itemName}_`));
        else out[itemName] = item;
      });
    } else if (typeof value === 'object' && value !== null) Object.assign(out, flat(value, `${name}_`));
    else out[name] = value;
  }
  return out;
}

function snakeCase(name: string): string {
  return name
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s\-.]+/g, '_')
    .toLowerCase();
}
