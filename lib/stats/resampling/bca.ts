import { ArgumentError } from '../../errors/index.js';
import { mean } from '../numbers.js';
import { quantile } from '../quantile.js';
import { normalQuantile, normalTails } from '../special.js';

/**
 * The ends of a bootstrap interval of any statistic of few rows: bias-corrected and accelerated (BCa), the percentiles
 * taken as far out as Student's t is from the normal. Plain percentiles cover too little there. Efron, "Better bootstrap
 * confidence intervals", 1987; expanded percentiles: Hesterberg, "What teachers should know about the bootstrap", 2015.
 * @param resampled the statistic of each resample, ascending
 * @param value of the sample itself
 * @param leaveOneOut the statistic without each unit (row, or group of rows) in turn
 * @param units how many units there are, at least 2
 * @param confidence in (0, 1)
 * @throws {ArgumentError} for fewer than 2 units
 */
export function bcaInterval(
  resampled: Float64Array,
  value: number,
  leaveOneOut: readonly number[],
  units: number,
  confidence: number,
): { readonly low: number; readonly high: number } {
  if (units < 2) throw new ArgumentError(`a BCa interval needs at least 2 units, got ${units}`);
  const share = resampled.reduce((sum, x) => sum + (x < value ? 1 : x === value ? 0.5 : 0), 0);
  const bias = normalQuantile(Math.min(1 - 1e-4, Math.max(1e-4, share / resampled.length)));
  const acceleration = accelerationOf(leaveOneOut);
  const reach = Math.sqrt(units / (units - 1)) * studentQuantile((1 + confidence) / 2, units - 1);
  const [low, high] = [-reach, reach].map((z) => {
    const from = bias + z;
    // Beyond a pole of the formula lies the end of the distribution.
    const scale = Math.max(1e-9, 1 - acceleration * from);
    return quantile(resampled, normalShare(bias + from / scale));
  });
  return { low, high };
}

/** Σ (mean − x)³ / 6 (Σ (mean − x)²)^1.5; 0 where all are the same. */
function accelerationOf(leaveOneOut: readonly number[]): number {
  if (leaveOneOut.length < 2) return 0;
  const centre = mean(leaveOneOut);
  let [squares, cubes] = [0, 0];
  for (const x of leaveOneOut) {
    squares += (centre - x) ** 2;
    cubes += (centre - x) ** 3;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}

function normalShare(z: number): number {
  const tail = normalTails(z) / 2;
  return z < 0 ? tail : 1 - tail;
}

/**
 * Quantile of Student's t by its expansion about the normal, within 1 % from 3 degrees of freedom up; Abramowitz and
 * Stegun 26.7.5.
 */
function studentQuantile(p: number, degrees: number): number {
  const z = normalQuantile(p);
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** i, 0);
}
