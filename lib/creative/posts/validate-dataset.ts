import { differenceHash } from '../../images/index.js';
import { nearHashes } from '../../images/likeness/index.js';
import type { Rejected } from '../../records/index.js';
import { median, spearman } from '../../stats/index.js';
import type { CreativeTable } from './feature-table.js';

/** One thing that was looked at. */
export interface DatasetCheck {
  readonly name:
    | 'samples'
    | 'target'
    | 'platforms'
    | 'accounts'
    | 'missing values'
    | 'images'
    | 'duplicates'
    | 'outliers'
    | 'leakage'
    | 'constant columns'
    | 'rows set aside';
  /** 'fail': models fitted to it would be worthless or misleading. */
  readonly level: 'ok' | 'warn' | 'fail';
  /** Points taken off the quality score. */
  readonly points: number;
  readonly message: string;
  /** The first few things it is about: ids, columns, values. */
  readonly details: readonly string[];
}

export interface DatasetReport {
  /** False where a check failed. */
  readonly passed: boolean;
  /** 100 less the points of the checks, in [0, 100]. */
  readonly quality: number;
  readonly rows: number;
  readonly checks: readonly DatasetCheck[];
}

export interface ValidateOptions {
  /** Whether nearly equal images are looked for, some 5 ms each. Default true. */
  readonly nearDuplicates?: boolean;
  /** Rows that the reader set aside, and why. */
  readonly rejected?: readonly Rejected<'row' | 'field'>[];
}

/** Below this many samples nothing can be learnt that holds for others. */
export const leastSamples = 100;
/** Below this many samples a platform gets no model of its own. */
const leastOfPlatform = 50;
const leastAccounts = 5;
/** Robust z-scores, |x − median| / (1.4826 · MAD), beyond this are outliers. */
const outlierAbove = 6;
/** A column with a larger share of such values has long tails, not outliers. */
const heavyTail = 0.02;
/** A feature this close in rank to the target is the target. */
const leakageAbove = 0.98;
/** A column this close in rank to a count is that count. */
const componentAbove = 0.9999;
/** From this many rows on, ranks within a platform are looked at by themselves. */
const leastWithin = 20;
/** A column of fewer values may have the ranks of a count of few values by chance. */
const leastValues = 10;
/** Bits of `differenceHash` in which nearly equal images differ at most. */
const nearBits = 1;
const shownDetails = 8;

type Finding = Omit<DatasetCheck, 'name' | 'details'> & { readonly details?: readonly string[] };

/**
 * Says whether a data set is fit to learn from: at least 100 samples with an outcome; how the platforms and accounts
 * share them; missing values; images that could not be used; equal and nearly equal images; outliers; features that
 * are the target in disguise, overall or within a platform; constant columns. Each check takes points off a quality score of 100, in proportion to
 * what is wrong.
 * @example
 * const { passed, quality, checks } = await validateDataset(table);
 * checks[0] // { name: 'samples', level: 'ok', points: 0, message }
 */
export async function validateDataset(
  table: CreativeTable,
  { nearDuplicates = true, rejected = [] }: ValidateOptions = {},
): Promise<DatasetReport> {
  const findings: [DatasetCheck['name'], Finding][] = [
    ['samples', samples(table)],
    ['target', target(table)],
    ['platforms', platforms(table)],
    ['accounts', accounts(table)],
    ['missing values', missing(table)],
    ['images', images(table)],
    ['duplicates', await duplicates(table, nearDuplicates)],
    ['outliers', outliers(table)],
    ['leakage', leakage(table)],
    ['constant columns', constants(table)],
    ['rows set aside', setAside(table, rejected)],
  ];
  const checks = findings.map(([name, { details = [], ...finding }]) => ({
    name,
    ...finding,
    points: Math.round(finding.points * 10) / 10,
    details: details.slice(0, shownDetails),
  }));
  const lost = checks.reduce((sum, { points }) => sum + points, 0);
  return {
    passed: checks.every(({ level }) => level !== 'fail'),
    quality: Math.max(0, Math.round((100 - lost) * 10) / 10),
    rows: table.posts.length,
    checks,
  };
}

const ok = (message: string): Finding => ({ level: 'ok', points: 0, message });
const percent = (x: number) => `${(100 * x).toFixed(x > 0 && x < 0.01 ? 2 : 1)}%`;
const known = ({ target }: CreativeTable) => target.filter((y) => !Number.isNaN(y)).length;

function samples(table: CreativeTable): Finding {
  const n = known(table);
  if (n >= leastSamples) return ok(`${n} samples with an outcome`);
  return {
    level: 'fail',
    points: 100 * (1 - n / leastSamples),
    message: `${n} samples with an outcome, ${leastSamples} are needed; collect more posts`,
  };
}

function target(table: CreativeTable): Finding {
  const without = table.posts.filter((_, i) => Number.isNaN(table.target[i]));
  const values = new Set(table.target.filter((y) => !Number.isNaN(y)));
  if (values.size === 1)
    return {
      level: 'fail',
      points: 100,
      message: 'every sample has the same outcome; there is nothing to learn',
    };
  if (without.length === 0) return ok('every row has an outcome');
  const share = without.length / table.posts.length;
  return {
    level: share > 0.5 ? 'fail' : 'warn',
    points: 20 * share,
    message: `${without.length} rows (${percent(share)}) have no outcome: counts with reach or impressions, or engagement_rate; they are not learnt from`,
    details: without.map(({ id }) => id),
  };
}

function counted(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function platforms({ posts }: CreativeTable): Finding {
  const counts = counted(posts.map(({ platform }) => platform));
  const text = counts.map(([name, n]) => `${name} ${n}`).join(', ');
  const few = counts.filter(([, n]) => n < leastOfPlatform);
  if (few.length === 0) return ok(text);
  // Pielou's evenness: the entropy of the shares beside that of equal ones.
  const entropy = -counts.reduce((sum, [, n]) => sum + (n / posts.length) * Math.log(n / posts.length), 0);
  const evenness = counts.length > 1 ? entropy / Math.log(counts.length) : 1;
  return {
    level: 'warn',
    points: 3 + 7 * (1 - evenness),
    message: `${text}; fewer than ${leastOfPlatform} on ${few.map(([name]) => name).join(', ')}, where the general model has to do`,
    details: few.map(([name, n]) => `${name}: ${n}`),
  };
}

function accounts({ groups, posts }: CreativeTable): Finding {
  const counts = counted(groups);
  const largest = counts[0][1] / posts.length;
  if (counts.length < leastAccounts) {
    return {
      level: 'warn',
      points: 10,
      message: `${counts.length} accounts; with fewer than ${leastAccounts} nothing can be said of accounts that were not learnt from`,
    };
  }
  if (largest <= 0.5)
    return ok(`${counts.length} accounts, the largest with ${percent(largest)} of the rows`);
  return {
    level: 'warn',
    points: 5,
    message: `${percent(largest)} of the rows are of one account`,
    details: [counts[0][0]],
  };
}

function columnOf({ matrix: { rows, cols, data } }: CreativeTable, j: number): Float32Array {
  return Float32Array.from({ length: rows }, (_, i) => data[i * cols + j]);
}

function missing(table: CreativeTable): Finding {
  const shares = table.names.map((name, j) => {
    const empty = columnOf(table, j).filter((value) => Number.isNaN(value)).length;
    return { name, share: empty / table.posts.length };
  });
  const total = shares.reduce((sum, { share }) => sum + share, 0) / shares.length;
  const some = shares.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
  if (some.length === 0) return ok('no feature is missing anywhere');
  const worst = some[0].share;
  return {
    level: worst > 0.05 ? 'warn' : 'ok',
    points: Math.min(15, 100 * total + (worst > 0.05 ? 3 : 0)),
    message: `${some.length} features are missing in some rows, ${percent(total)} of all values`,
    details: some.map(({ name, share }) => `${name}: ${percent(share)}`),
  };
}

function images({ rejected, posts }: CreativeTable): Finding {
  if (rejected.length === 0) return ok('every image can be read');
  const share = rejected.length / (rejected.length + posts.length);
  return {
    level: share > 0.2 ? 'fail' : 'warn',
    points: Math.min(30, 2 + 100 * share),
    message: `${rejected.length} posts (${percent(share)}) have no image that can be used and are left out`,
    details: rejected.map(({ id, reason }) => `${id}: ${reason}`),
  };
}

async function duplicates(table: CreativeTable, near: boolean): Promise<Finding> {
  const idsOf = new Map<string, string[]>();
  table.imageKeys.forEach((key, i) => {
    idsOf.set(key, [...(idsOf.get(key) ?? []), table.posts[i].id]);
  });
  const equal = [...idsOf.values()].filter((ids) => ids.length > 1);
  const extra = equal.reduce((sum, ids) => sum + ids.length - 1, 0);
  const alike = near ? await nearlyEqual(table) : [];
  if (extra + alike.length === 0) return ok('no two images are equal');
  const share = extra / table.posts.length;
  return {
    level: share > 0.5 ? 'fail' : share > 0.01 ? 'warn' : 'ok',
    points: Math.min(30, 60 * share + Math.min(3, (20 * alike.length) / table.posts.length)),
    message: `${extra} images (${percent(share)}) are there before, and ${alike.length} pairs are nearly equal; where they fall into two folds, results look better than they are`,
    details: [...equal, ...alike].map((ids) => ids.slice(0, 4).join(' = ')),
  };
}

async function nearlyEqual({ images, imageKeys, posts }: CreativeTable): Promise<[string, string][]> {
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(4);
  const first = imageKeys.map((key, i) => imageKeys.indexOf(key) === i);
  const rows = posts.map((_, i) => i).filter((i) => first[i]);
  const hashes = await Promise.all(rows.map((i) => limit(() => differenceHash(images[i]))));
  const pairs = [...nearHashes(hashes, nearBits)].sort((x, y) => x[0] - y[0] || x[1] - y[1]);
  return pairs.map(([a, b]) => [posts[rows[a]].id, posts[rows[b]].id]);
}

function outliers(table: CreativeTable): Finding {
  const found: { readonly text: string; readonly z: number }[] = [];
  const rows = new Set<number>();
  const look = (name: string, column: ArrayLike<number>) => {
    const values = Float64Array.from(column).filter(Number.isFinite).sort();
    if (new Set(values).size <= 2) return;
    const middle = median(values);
    const spread = 1.4826 * median(values.map((value) => Math.abs(value - middle)).sort());
    if (spread === 0) return;
    const far = Array.from(column, (value, i) => ({ i, z: Math.abs(value - middle) / spread })).filter(
      ({ z }) => z > outlierAbove,
    );
    if (far.length > heavyTail * values.length) return;
    for (const { i, z } of far) {
      rows.add(i);
      found.push({
        text: `${table.posts[i].id}: ${name} ${column[i].toPrecision(3)} (z ${z.toFixed(0)})`,
        z,
      });
    }
  };
  table.names.forEach((name, j) => {
    look(name, columnOf(table, j));
  });
  look(
    'ln(score / (100 − score))',
    table.target.map((y) => Math.log(y / (100 - y))),
  );
  if (rows.size === 0) return ok(`no value is more than ${outlierAbove} robust standard deviations off`);
  const share = rows.size / table.posts.length;
  return {
    level: share > 0.05 ? 'warn' : 'ok',
    points: Math.min(10, 20 * share),
    message: `${rows.size} rows (${percent(share)}) have a value more than ${outlierAbove} robust standard deviations off`,
    details: found.sort((a, b) => b.z - a.z).map(({ text }) => text),
  };
}

/** What engagement is computed from, and what it is called: none may be a feature of a model. */
const targetNames = new Set([
  'likes',
  'comments',
  'shares',
  'saves',
  'clicks',
  'reach',
  'impressions',
  'engagement_rate',
  'target',
  'score',
  'engagement',
  'engagement_score',
  'engagementrate',
  'interactions',
  'total_interactions',
  'views',
]);

function leakage(table: CreativeTable): Finding {
  const parts = wholeAndPlatforms(table);
  const leaks = table.names.flatMap((name, j) => {
    if (targetNames.has(name.toLowerCase())) return [`${name}: a part of the outcome by its name`];
    const column = columnOf(table, j);
    for (const { rows, where } of parts) {
      const r = rankCorrelation(column, table.target, rows);
      if (Math.abs(r) > leakageAbove)
        return [`${name}: rank correlation ${r.toFixed(3)} with the outcome${where}`];
    }
    for (const { rows, where } of parts) {
      const part = componentLike(table, column, rows);
      if (part) return [`${name}: equals ${part}, which the outcome is computed from${where}`];
    }
    return [];
  });
  if (leaks.length === 0) return ok('no feature gives the outcome away, overall or within a platform');
  return {
    level: 'fail',
    points: 40,
    message: `${leaks.length} features give the outcome away; leave them out`,
    details: leaks,
  };
}

interface RowsOf {
  readonly rows: readonly number[];
  readonly where: string;
}

/** All rows, then those of each platform that has enough: scores are relative to the platform, so that a rate that is the outcome has its ranks there only. */
function wholeAndPlatforms({ posts }: CreativeTable): RowsOf[] {
  const of = (name?: string) =>
    [...posts.keys()].filter((i) => name === undefined || posts[i].platform === name);
  const names = counted(posts.map(({ platform }) => platform)).filter(([, n]) => n >= leastWithin);
  return [
    { rows: of(), where: '' },
    ...names.map(([name]) => ({ rows: of(name), where: `, within ${name}` })),
  ];
}

function rankCorrelation(x: ArrayLike<number>, y: ArrayLike<number>, rows: readonly number[]): number {
  return spearman(
    rows.map((i) => x[i]),
    rows.map((i) => y[i]),
  );
}

const components = ['likes', 'comments', 'shares', 'saves', 'clicks', 'reach', 'impressions'] as const;

/** The count that a column has the same ranks as in these rows, if any. */
function componentLike(
  { posts }: CreativeTable,
  column: Float32Array,
  rows: readonly number[],
): string | undefined {
  if (new Set(rows.map((i) => column[i])).size < leastValues) return undefined;
  return components.find((name) => {
    const counts = posts.map((post) => post[name] ?? Number.NaN);
    return Math.abs(rankCorrelation(column, counts, rows)) > componentAbove;
  });
}

function constants(table: CreativeTable): Finding {
  const names = table.names.filter((_, j) => {
    const values = columnOf(table, j).filter((value) => !Number.isNaN(value));
    return values.every((value) => value === values[0]);
  });
  if (names.length === 0) return ok('every feature varies');
  const unexpected = names.filter((name) => !name.startsWith('platform_'));
  return {
    level: unexpected.length > 0 ? 'warn' : 'ok',
    points: Math.min(10, unexpected.length),
    message: `${names.length} features are the same in every row and tell nothing`,
    details: names,
  };
}

function setAside({ posts }: CreativeTable, rejected: NonNullable<ValidateOptions['rejected']>): Finding {
  if (rejected.length === 0) return ok('every row of the file could be used');
  const share = rejected.length / (rejected.length + posts.length);
  return {
    level: share > 0.5 ? 'fail' : 'warn',
    points: Math.min(20, 1 + 40 * share),
    message: `${rejected.length} rows (${percent(share)}) could not be used`,
    details: rejected.map(({ row, field, reason }) => `row ${row}${field && `, ${field}`}: ${reason}`),
  };
}
