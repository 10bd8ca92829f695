import { ArgumentError, shown } from '../errors/index.js';
import type { Matrix } from '../vectors/index.js';
import type { Neighbour } from './neighbour.js';
import { checkK } from './validate.js';

export interface MmrOptions<Hit extends Neighbour = Neighbour> {
  /** What counts, in [0, 1]: 1 keeps the order of relevance, 0 looks at difference alone. Default 0.7. */
  readonly lambda?: number;
  /** Candidates to choose. Default all. */
  readonly k?: number;
  /** Asked before a candidate is chosen, in the order of choice; false passes it over for good, as if it had not been there. */
  readonly accept?: (candidate: Hit) => boolean;
}

/**
 * Chooses results that are relevant and unlike each other, one after the other: each time the candidate with the most
 * λ · score − (1 − λ) · (its largest cosine with those chosen), 0 while none is chosen (maximal marginal relevance;
 * Carbonell & Goldstein 1998, "The use of MMR, diversity-based reranking"). Equal ones go by the order given.
 *
 * Scores and cosines are weighed as they are, so scores should be cosines too, or be scaled to [0, 1] before.
 * Takes O(k · candidates · dim) time and holds one unit copy of the candidates' vectors.
 * @param candidates hits, best first; their rows name rows of `vectors`
 * @param vectors n × dim, of any length; a row of zeros is like nothing
 * @returns at most k of the candidates with the scores that they came with, in the order of choice
 * @throws {ArgumentError} for λ outside [0, 1], k < 1, a row that `vectors` lacks, or a number that is not finite
 * @example maximalMarginalRelevance(await index.search(query, 50), vectors, { lambda: 0.7, k: 10 })
 */
export function maximalMarginalRelevance<Hit extends Neighbour>(
  candidates: readonly Hit[],
  vectors: Matrix,
  options: MmrOptions<Hit> = {},
): Hit[] {
  const { lambda = 0.7, k = Math.max(1, candidates.length), accept = () => true } = options;
  checkK(k);
  if (!(lambda >= 0 && lambda <= 1)) {
    throw new ArgumentError(
      `lambda is ${shown(lambda)}; give a number in [0, 1]: 1 for relevance alone, 0 for difference alone`,
    );
  }
  const unit = unitRows(candidates, vectors);
  const size = candidates.length;
  const worth = Float64Array.from(candidates, ({ score }) => lambda * score);
  const nearest = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const open = new Uint8Array(size).fill(1);
  const chosen: Hit[] = [];
  for (let left = size; left > 0 && chosen.length < k; left--) {
    const best = bestOpen(open, worth, nearest, chosen.length === 0 ? 0 : 1 - lambda);
    open[best] = 0;
    if (!accept(candidates[best])) continue;
    chosen.push(candidates[best]);
    if (lambda < 1) raiseNearest(unit, vectors.cols, open, best, nearest);
  }
  return chosen;
}

function bestOpen(open: Uint8Array, worth: Float64Array, nearest: Float64Array, difference: number): number {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < open.length; i++) {
    if (open[i] === 0) continue;
    const value = difference === 0 ? worth[i] : worth[i] - difference * nearest[i];
    if (best < 0 || value > most) {
      best = i;
      most = value;
    }
  }
  return best;
}

/** `nearest[i]` becomes the larger of itself and the cosine of candidates i and `chosen`. */
function raiseNearest(
  unit: Float32Array,
  dim: number,
  open: Uint8Array,
  chosen: number,
  nearest: Float64Array,
): void {
  const at = chosen * dim;
  for (let i = 0; i < open.length; i++) {
    if (open[i] === 0) continue;
    const start = i * dim;
    let cosine = 0;
    for (let j = 0; j < dim; j++) cosine += unit[start + j] * unit[at + j];
    if (cosine > nearest[i]) nearest[i] = cosine;
  }
}

function unitRows(candidates: readonly Neighbour[], { rows, cols, data }: Matrix): Float32Array {
  const unit = new Float32Array(candidates.length * cols);
  candidates.forEach(({ row, score }, i) => {
    if (!Number.isInteger(row) || row < 0 || row >= rows) {
      throw new ArgumentError(
        `candidate ${i} is row ${shown(row)}; the vectors have rows 0 to ${rows - 1}: give the vectors that were searched`,
      );
    }
    if (!Number.isFinite(score)) {
      throw new ArgumentError(
        `candidate ${i} (row ${row}) has the score ${score}; every score must be finite`,
      );
    }
    const start = row * cols;
    let squares = 0;
    for (let j = 0; j < cols; j++) squares += data[start + j] * data[start + j];
    if (!Number.isFinite(squares)) {
      throw new ArgumentError(`vectors: row ${row} holds a number that is not finite; encode it again`);
    }
    const length = Math.sqrt(squares) || 1;
    for (let j = 0; j < cols; j++) unit[i * cols + j] = data[start + j] / length;
  });
  return unit;
}
