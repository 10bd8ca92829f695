import { ArgumentError } from '../errors/index.js';

export interface TwoProportionTest {
  /** Positive where the second share is larger. */
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Tests whether two shares differ: z = (p₂ − p₁) / √(p̄(1 − p̄)(1/n₁ + 1/n₂)) with the pooled share p̄, two-sided; z is 0
 * where both are 0 or both are 1. A large-sample test: each group should have some five successes and failures.
 * Source: Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions (2003), section 3.1, without correction.
 * @throws {ArgumentError} for successes outside [0, n], or n below 1
 */
export function twoProportionTest(
  first: { readonly successes: number; readonly n: number },
  second: { readonly successes: number; readonly n: number },
): TwoProportionTest {
  for (const { successes, n } of [first, second]) {
    if (!(n >= 1 && successes >= 0 && successes <= n))
      throw new ArgumentError(
        `${successes} successes of ${n} are no share; give 0 ≤ successes ≤ n, n at least 1`,
      );
  }
  const pooled = (first.successes + second.successes) / (first.n + second.n);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.n + 1 / second.n));
  const difference = second.successes / second.n - first.successes / first.n;
  const z = error === 0 ? 0 : difference / error;
  return { z, pValue: erfc(Math.abs(z) / Math.SQRT2) };
}

/** Complementary error function for x ≥ 0, relative error below 1.2e-7. Source: Numerical Recipes, 2nd ed., section 6.2 (erfcc). */
function erfc(x: number): number {
  const t = 1 / (1 + x / 2);
  const series = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  return t * Math.exp(-x * x + series.reduceRight((sum, c) => sum * t + c, 0));
}
