import { ArgumentError, shown } from '../errors/index.js';
import type { Qrels } from '../evaluate/index.js';
import { assertFinite, matrix } from '../vectors/index.js';
import { combine, type Part } from './combine.js';
import { type JudgedQuery, judgedQuery } from './judged-query.js';
import { simplexSize } from './simplex.js';

const mostParts = 8;
const mostPoints = 20_000;

export interface TuneOptions {
  /** Two or more; each `weight` is the one in use, which the tuned weights are compared with. May be 0. */
  readonly parts: readonly Part[];
  /** Product ids, one a row. */
  readonly ids: readonly string[];
  /** Which products are similar: the queries are product ids. A product is no result of its own query. */
  readonly qrels: Qrels;
  /** Metric to maximise, as for `evaluate`. Default 'nDCG@10'. */
  readonly metric?: string;
  /** The lowest grade that counts as relevant. Default 1. */
  readonly relevantFrom?: number;
  /** What a grade is worth in nDCG: itself ('linear') or 2^grade − 1 ('exponential'). Default 'linear'. */
  readonly gain?: 'linear' | 'exponential';
  /** Results of a query that are looked at. Default 1,000. */
  readonly depth?: number;
  /** Step of the grid of weights, of which 1 is a whole number. Default 0.05 for two parts, 0.1 for more. */
  readonly step?: number;
  /** Outer folds, which report. Default 5, or the number of groups where there are fewer. */
  readonly folds?: number;
  /** Inner folds, which choose. Default 4, or the number of groups that an outer fold leaves. */
  readonly innerFolds?: number;
  /**
   * Queries with the same answers stay in one fold, and count as one in tests and intervals: those for colours of one
   * product, or for products of one category where the category is the judgment. Default each alone.
   */
  readonly groupBy?: (query: string) => string;
  /** Decides the folds and the resamples; the same seed gives the same figures. Default 42. */
  readonly seed?: number;
  /** Share of samples whose figure the intervals are to cover, in (0, 1). Default 0.95. */
  readonly confidence?: number;
  /** Bootstrap resamples. Default 2,000. */
  readonly samples?: number;
  /** Called as queries are measured over the grid: how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface TuningInput {
  readonly queries: readonly JudgedQuery[];
  /** The group of each query. */
  readonly groups: readonly string[];
  readonly folds: number;
  readonly innerFolds: number;
  readonly leftOut: readonly string[];
  /** Weights in use, of a total of 1, in the order of the parts. */
  readonly inUse: readonly number[];
  /** Steps of the grid from 0 to 1. */
  readonly divisions: number;
  /** Place of each row where scores are equal: ids descending, as in `evaluate`. */
  readonly tieOrder: Uint32Array;
}

/** Checks everything that `tuneWeights` is given, and looks up the judged products. */
export function checkTuning(options: TuneOptions): TuningInput {
  const { parts, ids, qrels, relevantFrom = 1, depth = 1000, groupBy = (query) => query } = options;
  const inUse = checkedWeights(parts, ids.length);
  if (!(relevantFrom > 0)) {
    throw new ArgumentError(`relevantFrom is ${shown(relevantFrom)}; the lowest relevant grade is above 0`);
  }
  whole('depth', depth, 1);
  const rowOf = new Map(ids.map((id, i) => [id, i]));
  if (rowOf.size < ids.length) {
    const twice = ids.find((id, i) => rowOf.get(id) !== i);
    throw new ArgumentError(`id ${shown(twice)} stands at two rows; ids are unique`);
  }
  const leftOut: string[] = [];
  const queries: JudgedQuery[] = [];
  for (const [id, grades] of qrels) {
    const query = rowOf.has(id) ? judgedQuery(id, grades, rowOf, relevantFrom) : null;
    if (query) queries.push(query);
    else leftOut.push(id);
  }
  if (queries.length === 0) {
    throw new ArgumentError(
      `none of the ${qrels.size} judged queries is a product with a relevant other; weights of parts are tuned on judgments of similar products, whose queries are product ids`,
    );
  }
  const groups = queries.map(({ id }) => groupBy(id));
  return {
    queries,
    groups,
    ...checkedFolds(options, groups),
    leftOut,
    inUse,
    divisions: checkedDivisions(options.step ?? (parts.length === 2 ? 0.05 : 0.1), parts.length),
    tieOrder: idsDescending(ids),
  };
}

function checkedWeights(parts: readonly Part[], rows: number): number[] {
  // Without rows `combine` only checks names and weights.
  const bare = parts.map(({ name, weight, vectors }) => ({ name, weight, vectors: matrix(0, vectors.cols) }));
  const { weights } = combine(bare);
  if (parts.length < 2 || parts.length > mostParts) {
    throw new ArgumentError(
      `${parts.length} part${parts.length === 1 ? '' : 's'} to weigh; give 2 to ${mostParts}`,
    );
  }
  for (const { name, vectors } of parts) {
    if (vectors.rows !== rows) {
      throw new ArgumentError(
        `part ${shown(name)} has ${vectors.rows} rows for ${rows} ids; row i belongs to id i`,
      );
    }
    assertFinite(vectors, `part ${shown(name)}`);
  }
  return parts.map(({ name }) => weights[name]);
}

function checkedFolds(
  options: TuneOptions,
  groups: readonly string[],
): { readonly folds: number; readonly innerFolds: number } {
  const count = new Set(groups).size;
  const grouped = options.groupBy !== undefined;
  // Groups are few by nature: as many folds as they allow.
  const { folds = grouped ? Math.max(2, Math.min(5, count)) : 5 } = options;
  whole('folds', folds, 2);
  const left = count - Math.ceil(count / folds);
  const { innerFolds = grouped ? Math.max(2, Math.min(4, left)) : 4 } = options;
  whole('innerFolds', innerFolds, 2);
  const what = grouped ? 'groups of queries' : 'queries';
  if (count < folds) {
    throw new ArgumentError(
      `${count} judged ${what} for ${folds} folds; judge more, or set folds to ${Math.max(2, count)} or less`,
    );
  }
  if (left < innerFolds) {
    throw new ArgumentError(
      `${count} judged ${what} in ${folds} folds leave ${left} to choose on, for ${innerFolds} inner folds; judge more, or set innerFolds lower`,
    );
  }
  return { folds, innerFolds };
}

function checkedDivisions(step: number, parts: number): number {
  const divisions = Math.round(1 / step);
  if (!(step > 0 && step <= 0.5) || Math.abs(divisions * step - 1) > 1e-9) {
    throw new ArgumentError(`step is ${shown(step)}; 1 is a whole number of steps, at least two, as in 0.05`);
  }
  const points = simplexSize(parts, divisions);
  if (points > mostPoints) {
    throw new ArgumentError(
      `step ${step} makes a grid of ${points} weights for ${parts} parts; the limit is ${mostPoints}, so take a larger step`,
    );
  }
  return divisions;
}

function whole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new ArgumentError(`${name} is ${shown(value)}; give a whole number from ${least} up`);
  }
}

function idsDescending(ids: readonly string[]): Uint32Array {
  const order = Uint32Array.from(ids, (_, i) => i).sort((a, b) =>
    ids[a] < ids[b] ? 1 : ids[a] > ids[b] ? -1 : 0,
  );
  const place = new Uint32Array(ids.length);
  order.forEach((row, at) => {
    place[row] = at;
  });
  return place;
}
