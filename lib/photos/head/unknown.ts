import { probabilities, softmaxRegression } from '../../train/linear/index.js';
import { randomStream, selectRows } from '../../vectors/index.js';
import { headOptions, type LabelledVectors } from './fit-head.js';

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
  const count = Math.min(folds, Math.floor(classes / 2));
  const foldOf = new Map(order.map((c, i) => [c, i % count]));
  const scores: number[][] = [];
  for (let fold = 0; fold < count; fold++)
    scores.push(await scoresOfStrangers({ x, y }, (c) => foldOf.get(c) === fold, l2, signal));
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

/** The largest probability that a head, which learns the other products, gives to each photo of those left out. */
async function scoresOfStrangers(
  { x, y }: LabelledVectors,
  isLeftOut: (c: number) => boolean,
  l2: number,
  signal?: AbortSignal,
): Promise<number[]> {
  const rows = (out: boolean) => y.flatMap((c, r) => (isLeftOut(c) === out ? [r] : []));
  const [learnt, strange] = [rows(false), rows(true)];
  const known = [...new Set(learnt.map((r) => y[r]))];
  const place = new Map(known.map((c, i) => [c, i]));
  const labels = learnt.map((r) => place.get(y[r]) as number);
  const head = await softmaxRegression(selectRows(x, learnt), labels, known.length, {
    ...headOptions,
    ...{ l2, signal, tolerance: 1e-3 },
  });
  const p = probabilities(head, selectRows(x, strange));
  return strange.map((_, r) => largest(p.subarray(r * known.length, (r + 1) * known.length)));
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
