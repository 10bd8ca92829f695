import { ArgumentError, shown } from '../../errors/index.js';

const dayMs = 24 * 60 * 60 * 1000;

/** A time as milliseconds. @throws {ArgumentError} for what is no date, naming the row */
export function timeOf(time: Date | number | string, row: number): number {
  const ms = time instanceof Date ? time.getTime() : new Date(time).getTime();
  if (Number.isNaN(ms))
    throw new ArgumentError(`row ${row}: time ${shown(time)} is no date; give ISO 8601 or a Date`);
  return ms;
}

/** The rows' numbers by period of `days` days, counted from 1970-01-01 UTC; periods in order, empty ones included. */
export function byPeriod(
  times: readonly (Date | number | string)[],
  days: number,
): { readonly start: string; readonly rows: readonly number[] }[] {
  if (!(days > 0 && days < Number.POSITIVE_INFINITY))
    throw new ArgumentError(`periodDays is ${shown(days)}; give days above 0`);
  const rows = new Map<number, number[]>();
  times.forEach((time, row) => {
    const at = Math.floor(timeOf(time, row) / (days * dayMs));
    const list = rows.get(at);
    if (list) list.push(row);
    else rows.set(at, [row]);
  });
  const order = [...rows.keys()].sort((a, b) => a - b);
  if (order.length === 0) return [];
  const [first, last] = [order[0], order[order.length - 1]];
  if (last - first > 100_000) {
    throw new ArgumentError(
      `the times span ${last - first} periods of ${days} days; give a longer period or mend the times`,
    );
  }
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    start: new Date((first + i) * days * dayMs).toISOString(),
    rows: rows.get(first + i) ?? [],
  }));
}
