import type { BehaviorEvents } from '../encode/index.js';
import { ArgumentError, shown, UserError } from '../errors/index.js';
import { columnNames } from '../records/delimited/index.js';
import { type Rejected, readRows } from '../records/index.js';
import { projectPath } from '../store/index.js';
import type { Product } from './product.js';

/** What a kind of event says about a shopper's interest, relative to the others, unless told otherwise. */
export const eventWeights: Readonly<Record<string, number>> = {
  view: 1,
  click: 1,
  favorite: 2,
  cart: 3,
  purchase: 5,
};

/** What a file of shoppers' events held: the events, and how many rows were set aside. */
export interface EventLog extends BehaviorEvents {
  /** Absolute path of the file that was read. */
  readonly path: string;
  /** Products that the catalogue lacks, and how many events name each, most frequent first. */
  readonly unknownProducts: readonly { readonly id: string; readonly events: number }[];
  /** Rows that gave no event. */
  readonly rejected: readonly Rejected[];
}

const requiredColumns = ['user', 'product', 'event'];

/**
 * Reads what shoppers did: a CSV file with the columns user, product (uniq_id), event and, if known, time (ISO 8601,
 * or seconds or milliseconds since 1970), in any order; further columns are passed over. The file is streamed; memory
 * grows with the events, some 50 bytes each, and with the distinct users.
 *
 * A row that cannot be used is set aside in `rejected`: no user or product, a kind of event without a weight, a time
 * that cannot be read, a wrong number of fields, broken quotes. Events of products that the catalogue lacks are
 * counted in `unknownProducts`.
 * @param path relative paths start at the project's root
 * @throws {UserError} for a file that is missing, not UTF-8, lacks a column, or has no event of a product of the catalogue
 * @throws {ArgumentError} for a weight below 0, or none above
 * @example const events = await readEvents('data/events.csv', products);
 */
export async function readEvents(
  path: string,
  products: readonly Pick<Product, 'id'>[],
  {
    weights = eventWeights,
  }: {
    /** Weight of each kind of event, ≥ 0, in place of `eventWeights`; kinds of weight 0 are passed over. */
    readonly weights?: Readonly<Record<string, number>>;
  } = {},
): Promise<EventLog> {
  const weightOf = checkedWeights(weights);
  const file = projectPath(path);
  const rowOf = new Map(products.map(({ id }, i) => [id, i]));
  const userOf = new Map<string, number>();
  const unknown = new Map<string, number>();
  const kinds: Record<string, number> = Object.create(null);
  const rejected: Rejected[] = [];
  const user: number[] = [];
  const product: number[] = [];
  const weight: number[] = [];
  const time: number[] = [];

  const header = (found: readonly string[]) => checkedHeader(file, found);
  const wanted = 'a CSV file with the columns user, product, event, time';
  for await (const { row, fields, problem } of readRows(file, { format: 'csv', header, wanted })) {
    const event = fields ? parseEvent(fields, weightOf) : { reason: problem ?? 'no fields' };
    if ('reason' in event) {
      rejected.push({ row, reason: event.reason });
      continue;
    }
    if (event.weight === 0) continue;
    const at = rowOf.get(event.product);
    if (at === undefined) {
      unknown.set(event.product, (unknown.get(event.product) ?? 0) + 1);
      continue;
    }
    if (!userOf.has(event.user)) userOf.set(event.user, userOf.size);
    user.push(userOf.get(event.user)!);
    product.push(at);
    weight.push(event.weight);
    time.push(event.time);
    kinds[event.kind] = (kinds[event.kind] ?? 0) + 1;
  }
  if (user.length === 0) throw nothingUsable(file, unknown, rejected);
  return {
    path: file,
    users: [...userOf.keys()],
    user: Int32Array.from(user),
    product: Int32Array.from(product),
    weight: Float32Array.from(weight),
    time: Float64Array.from(time),
    kinds: { ...kinds },
    unknownProducts: [...unknown]
      .map(([id, events]) => ({ id, events }))
      .sort((a, b) => b.events - a.events || (a.id < b.id ? -1 : 1)),
    rejected,
  };
}

type ParsedEvent = { user: string; product: string; kind: string; weight: number; time: number };

function parseEvent(
  fields: Readonly<Record<string, unknown>>,
  weightOf: ReadonlyMap<string, number>,
): ParsedEvent | { reason: string } {
  const text = (name: string) => String(fields[name] ?? '').trim();
  const [user, product, kind] = [text('user'), text('product'), text('event').toLowerCase()];
  if (user === '') return { reason: 'no user' };
  if (product === '') return { reason: 'no product' };
  const weight = weightOf.get(kind);
  if (weight === undefined) {
    return {
      reason: `event ${shown(kind)} has no weight; those with one are ${[...weightOf.keys()].join(', ')}`,
    };
  }
  const time = parseTime(text('time'));
  if (time === null) {
    return { reason: `time ${shown(text('time'))} is no ISO 8601 time and no number of seconds since 1970` };
  }
  return { user, product, kind, weight, time };
}

/** Below this, a number counts seconds (until the year 5138), above milliseconds (from 1973 on). */
const secondsBelow = 1e11;

/** Milliseconds since 1970; NaN for '', null for what is no time. */
function parseTime(text: string): number | null {
  if (text === '') return Number.NaN;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * (Number(text) < secondsBelow ? 1000 : 1);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return null;
  const zoned = /^\d{4}-\d{2}-\d{2}$|(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`;
  const parsed = Date.parse(zoned.replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T'));
  return Number.isNaN(parsed) ? null : parsed;
}

function checkedWeights(weights: Readonly<Record<string, number>>): Map<string, number> {
  const entries = Object.entries(weights).map(
    ([kind, weight]) => [kind.trim().toLowerCase(), weight] as const,
  );
  for (const [kind, weight] of entries) {
    if (!(Number.isFinite(weight) && weight >= 0)) {
      throw new ArgumentError(
        `the weight of event ${shown(kind)} is ${shown(weight)}; give a number of at least 0`,
      );
    }
  }
  if (!entries.some(([, weight]) => weight > 0)) {
    throw new ArgumentError('every weight of events is 0; set one above 0, as in { click: 1, purchase: 5 }');
  }
  return new Map(entries);
}

function checkedHeader(file: string, found: readonly string[]): readonly string[] {
  const names = columnNames(
    file,
    found.map((name) => name.trim().toLowerCase()),
  );
  const missing = requiredColumns.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new UserError(
      `${file} has no column ${missing.map((name) => shown(name)).join(', ')}; its header must name user, product and event, and may name time`,
    );
  }
  return names;
}

function nothingUsable(
  file: string,
  unknown: ReadonlyMap<string, number>,
  rejected: readonly Rejected[],
): UserError {
  if (unknown.size > 0) {
    return new UserError(
      `${file} names ${unknown.size} products and none is in the catalogue, ${shown([...unknown.keys()][0])} among them; its product column must hold uniq_id`,
    );
  }
  const first = rejected[0];
  return new UserError(
    first
      ? `${file} has no usable event; row ${first.row}: ${first.reason}`
      : `${file} has no events; export what shoppers viewed and bought again`,
  );
}
