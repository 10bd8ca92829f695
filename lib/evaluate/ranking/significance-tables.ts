import { ArgumentError, shown } from '../../errors/index.js';
import { type ResultTable, resultTable } from '../../records/index.js';
import type { SystemComparison, SystemPair } from './compare-runs.js';

const marks = [...'ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ'];
const letters = [...'abcdefghijklmnoprstuvwxyz'];

/**
 * The table that papers print: a row a system, a column a metric, each mean followed by the letters of the systems
 * that it is significantly better than. The column '' holds each system's own letter.
 * @throws {ArgumentError} beyond 25 systems, for which there are no letters
 * @example
 * showTable(significanceTable(result));
 * //     system   nDCG@10
 * // a   text     0.678ᵇ
 * // b   image    0.510
 * // c   hybrid   0.733ᵃᵇ
 */
export function significanceTable(result: SystemComparison): ResultTable {
  const { systems, metrics, means } = result;
  if (systems.length > marks.length) {
    throw new ArgumentError(
      `${systems.length} systems, but letters for ${marks.length}; compare fewer, or show pairTable`,
    );
  }
  const rows = systems.map((system, i) => {
    const row: Record<string, string> = { '': letters[i], system };
    for (const metric of metrics) {
      const beaten = systems.map((other, j) => (beats(result, metric, system, other) ? marks[j] : ''));
      row[metric] = means[metric][system].toFixed(3) + beaten.join('');
    }
    return row;
  });
  return resultTable(rows);
}

/**
 * Every pair in full, a row each: difference with its interval, effect size d_z, wins/ties/losses, p-value as it came
 * and as corrected, '*' where significant.
 */
export function pairTable(result: SystemComparison): ResultTable {
  const { correction, confidence } = result;
  const percent = `${Number((confidence * 100).toFixed(2))}%`;
  const rows = result.pairs.map((pair) => ({
    metric: pair.metric,
    a: pair.a,
    b: pair.b,
    'a − b': signed(pair.difference),
    [percent]: `${signed(pair.low)} … ${signed(pair.high)}`,
    d_z: pair.effectSize === null ? '–' : signed(pair.effectSize, 2),
    'wins/ties/losses': `${pair.wins}/${pair.ties}/${pair.losses}`,
    p: shortP(pair.pValue),
    ...(correction === 'none' ? {} : { [`p (${correctionName(correction)})`]: shortP(pair.adjustedP) }),
    '': pair.significant ? '*' : '',
  }));
  return resultTable(rows);
}

/**
 * One metric of all pairs as a square: row − column, '*' where significant. Cells of pairs that were not tested, the
 * diagonal among them, are empty.
 * @throws {ArgumentError} on a metric that was not compared
 * @example `${comparisonMatrix(compared, 'nDCG@10')}` // a row and a column a system, '+0.041*' where they differ
 */
export function comparisonMatrix(result: SystemComparison, metric: string): ResultTable {
  if (!result.metrics.includes(metric)) {
    throw new ArgumentError(
      `metric ${shown(metric)} was not compared; there are ${result.metrics.join(', ')}`,
    );
  }
  const rows = result.systems.map((system) => {
    const cells = result.systems.map((other) => {
      const pair = find(result, metric, system, other);
      const difference = pair && (pair.a === system ? pair.difference : -pair.difference);
      const cell = difference === undefined ? '' : signed(difference) + (pair?.significant ? '*' : '');
      return [other, cell] as const;
    });
    return Object.fromEntries([['system', system], ...cells]);
  });
  return resultTable(rows);
}

/**
 * How the tables are to be read, as a sentence to stand under them.
 * @example
 * significanceCaption(compared)
 * // 'Significant: p < 0.05, two-sided paired randomisation test (exact), Holm-corrected over 3 tests.'
 */
export function significanceCaption({
  pairs,
  correction,
  level,
}: Pick<SystemComparison, 'pairs' | 'correction' | 'level'>): string {
  const tests = `${pairs.length} test${pairs.length === 1 ? '' : 's'}`;
  const corrected =
    correction === 'none' ? 'not corrected for' : `${correctionName(correction)}-corrected over`;
  const counted = pairs.filter(({ exact }) => exact).length;
  const way = counted === pairs.length ? 'exact' : counted === 0 ? 'Monte Carlo' : 'exact or Monte Carlo';
  return `Significant: p < ${level}, two-sided paired randomisation test (${way}), ${corrected} ${tests}.`;
}

function find(result: SystemComparison, metric: string, x: string, y: string): SystemPair | undefined {
  return result.pairs.find(
    (pair) => pair.metric === metric && ((pair.a === x && pair.b === y) || (pair.a === y && pair.b === x)),
  );
}

function beats(result: SystemComparison, metric: string, system: string, other: string): boolean {
  const pair = find(result, metric, system, other);
  return pair?.significant === true && (pair.a === system ? pair.difference > 0 : pair.difference < 0);
}

function correctionName(correction: SystemComparison['correction']): string {
  return correction === 'holm' ? 'Holm' : 'Benjamini–Hochberg';
}

function signed(value: number, digits = 3): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

function shortP(p: number): string {
  return p < 0.0001 ? '<0.0001' : p.toFixed(4);
}
