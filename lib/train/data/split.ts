import { ArgumentError } from '../../errors/index.js';
import { rowsByGroup } from '../../stats/resampling/index.js';
import { randomStream } from '../../vectors/index.js';

export interface StratifiedSplitOptions {
  /** Decides which row goes to which part. Default 42. */
  readonly seed?: number;
  /** Rows of one group (the same content, the same account) go to the same part; one a row. */
  readonly groups?: readonly string[];
}

/**
 * Divides rows into parts so that every stratum is shared out as the whole is. Without groups, a part has at most one
 * row of a stratum more than its share. A group of several strata counts for that of its first row.
 * @param strata one a row, such as its class
 * @param parts shares that sum to 1
 * @returns the row numbers of each part, ascending; every row is in exactly one part
 * @throws {ArgumentError} for shares that are not positive or do not sum to 1
 * @example stratifiedSplit(classes, { train: 0.7, validation: 0.15, test: 0.15 })
 */
export function stratifiedSplit<Part extends string>(
  strata: readonly string[],
  parts: Readonly<Record<Part, number>>,
  { seed = 42, groups }: StratifiedSplitOptions = {},
): Record<Part, number[]> {
  const names = Object.keys(parts) as Part[];
  const shares = names.map((name) => parts[name]);
  const sum = shares.reduce((a, b) => a + b, 0);
  if (!shares.every((share) => share > 0) || Math.abs(sum - 1) > 1e-6) {
    throw new ArgumentError(
      `the shares ${names.map((name) => `${name} ${parts[name]}`).join(', ')} sum to ${+sum.toFixed(6)}; give positive shares that sum to 1`,
    );
  }
  if (groups && groups.length !== strata.length) {
    throw new ArgumentError(`${groups.length} groups for ${strata.length} rows; give one a row`);
  }
  const units = groups ? rowsByGroup(groups).values() : strata.map((_, row) => [row]);
  const byStratum = new Map<string, number[][]>();
  for (const unit of units) {
    const stratum = strata[unit[0]];
    byStratum.set(stratum, [...(byStratum.get(stratum) ?? []), unit]);
  }
  const rows: number[][] = names.map(() => []);
  for (const stratum of [...byStratum.keys()].sort()) {
    const shuffled = randomStream(seed, 'split', stratum).shuffle(byStratum.get(stratum)!);
    // Large groups first: small ones even out what they leave.
    shuffled.sort((a, b) => b.length - a.length);
    const total = shuffled.reduce((count, unit) => count + unit.length, 0);
    const missing = shares.map((share) => share * total);
    for (const unit of shuffled) {
      const overall = shares.map((share, p) => share * (placed(rows) + unit.length) - rows[p].length);
      let to = 0;
      for (let p = 1; p < names.length; p++) {
        const more = missing[p] - missing[to];
        if (more > 1e-9 || (more > -1e-9 && overall[p] > overall[to])) to = p;
      }
      missing[to] -= unit.length;
      rows[to].push(...unit);
    }
  }
  return Object.fromEntries(names.map((name, p) => [name, rows[p].sort((a, b) => a - b)])) as Record<
    Part,
    number[]
  >;
}

function placed(rows: readonly number[][]): number {
  return rows.reduce((count, part) => count + part.length, 0);
}
