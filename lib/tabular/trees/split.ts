import { type BinnedColumn, missing } from './bins.js';

/** The best question found so far for a node. */
export interface Split {
  gain: number;
  feature: number;
  /** Codes up to this one go left. */
  bin: number;
  missingLeft: boolean;
}

export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
}

/**
 * Reads off a feature's histogram the cut with the largest gain G²L/(HL+λ) + G²R/(HR+λ) − G²/(H+λ) (Chen and Guestrin,
 * "XGBoost", KDD 2016, equation 7), with missing values on the side where they gain more, and improves `best` in place.
 * @param histogram gradient and hessian by turns, from `at`
 * @param used codes that occur, ascending, without MISSING; the first `length` of them
 */
export function scan(
  histogram: Float64Array,
  at: number,
  used: Uint8Array,
  length: number,
  node: NodeSums,
  feature: number,
  l2: number,
  minLeafWeight: number,
  best: Split,
): void {
  const missingG = histogram[at + 2 * missing];
  const missingH = histogram[at + 2 * missing + 1];
  const { gradient, hessian } = node;
  const whole = (gradient * gradient) / (hessian + l2);
  let leftG = 0;
  let leftH = 0;
  const consider = (g: number, h: number, k: number, missingLeft: boolean) => {
    const rest = hessian - h;
    if (h < minLeafWeight || rest < minLeafWeight) return;
    const gain = (g * g) / (h + l2) + (gradient - g) ** 2 / (rest + l2) - whole;
    if (!(gain > best.gain)) return;
    best.gain = gain;
    best.feature = feature;
    // Between two codes that occur, cut half-way: rows seen later lie on the nearer side.
    best.bin = k + 1 < length ? (used[k] + used[k + 1]) >> 1 : used[k];
    best.missingLeft = missingH > 0 ? missingLeft : h > rest;
  };
  for (let k = 0; k < length; k++) {
    leftG += histogram[at + 2 * used[k]];
    leftH += histogram[at + 2 * used[k] + 1];
    if (k + 1 < length) {
      consider(leftG, leftH, k, false);
      if (missingH > 0) consider(leftG + missingG, leftH + missingH, k, true);
    } else if (missingH > 0) consider(leftG, leftH, k, false);
  }
}

/** Whether a code goes left. */
export function goesLeft(code: number, { bin, missingLeft }: Split): boolean {
  return code === missing ? missingLeft : code <= bin;
}

/** The threshold, in the feature's unit, of a split by codes. */
export function thresholdOf({ cuts, bins }: BinnedColumn, bin: number): number {
  return cuts[Math.min(bin, bins - 1)];
}
