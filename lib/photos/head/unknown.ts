import { probabilities, softmaxRegression } from '../../train/linear/index.js';
import { randomStream, selectRows } from '../../vectors/index.js';
import type { LabelledVectors } from './fit-head.js';

/** Of photos of products that it never saw, so many may be taken for one that it knows. */
const wantedFalseAccepts = 0.1;
const folds = 5;
/** Fewer products cannot do without some. */
const leastProducts = 4;

/** Up to which probability a photo is of no product that is known. */
export interface UnknownThreshold {
  /** Of the most likely product. */
  readonly threshold: number;
  /** Share of photos of products that were left out of training that are taken for a known one, at thresholds that other products chose. */
  readonly falseAccepts: number;
  /** Photos of left-out products that this was measured on. */
  readonly photos: number;
}

/**
 * Finds the threshold by leaving products out: each fifth of the products in turn is unknown to a head that learns the
 * others, and the threshold lets a tenth of their photos pass.
 * @returns null for fewer than 4 products
 */
export async function unknownThreshold(
  { x, y }: LabelledVectors,
  classes: number,
  { l2, seed, signal }: { readonly l2: number; readonly seed: number; readonly signal?: AbortSignal },
): Promise<UnknownThreshold | null> {
  if (classes < leastProducts) return null;
  const order = randomStream(seed, 'unknown').shuffle(Array.from({ length: classes }, (_, c) => c));
  const foldOf = new Map(order.map((c, i) => [c, i % Math.min(folds, Math.floor(classes / 2))]));
  const count = Math.max(...foldOf.values()) + 1;
  const scores: number[][] = [];
  for (let fold = 0; fold < count; fold++) {
    const isOut = y.map((c) => foldOf.get(c) === fold);
    const rows = (out: boolean) => y.flatMap((_, r) => (isOut[r] === out ? [r] : []));
    const known = [...new Set(rows(false).map((r) => y[r]))];
    const place = new Map(known.map((c, i) => [c, i]));
    const labels = rows(false).map((r) => place.get(y[r]) as number);
    const head = await softmaxRegression(selectRows(x, rows(false)), labels, known.length, {
      ...{ l2, signal },
      balanced: true,
      labelSmoothing: 0.05,
      tolerance: 1e-3,
    });
    const p = probabilities(head, selectRows(x, rows(true)));
    scores.push(rows(true).map((_, r) => largest(p.subarray(r * known.length, (r + 1) * known.length))));
  }
  const accepted = scores.flatMap((own, fold) => {
    const threshold = upper(scores.filter((_, other) => other !== fold).flat());
    return own.map((score) => Number(score > threshold));
  });
  return {
    threshold: upper(scores.flat()),
    falseAccepts: accepted.reduce((sum, one) => sum + one, 0) / accepted.length,
    photos: accepted.length,
  };
}

/** What a tenth of the scores reach. */
function upper(scores: readonly number[]): number {
  const sorted = [...scores].sort((a, b) => b - a);
  const at = Math.floor(wantedFalseAccepts * sorted.length);
  return sorted[Math.min(at, sorted.length - 1)];
}

function largest(values: Float32Array): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}
