import { ArgumentError, shown } from '../../errors/index.js';

/** What has been seen of a variant: successes of n, or the mean and the variance (over n − 1) of n values. */
export type VariantSummary =
  | { readonly n: number; readonly successes: number }
  | { readonly n: number; readonly mean: number; readonly variance: number };

export interface SequentialOptions {
  /**
   * The difference that you hope to see, in the unit of the outcome (0.01 for a rate one point higher). It decides how
   * soon a real difference is found, never the error rate; fix it before the first look.
   */
  readonly effect: number;
  /** The chance to ever declare a difference, over all looks, where there is none, in (0, 1). Default 0.05. */
  readonly alpha?: number;
  /** Outcomes that each variant must have before there is a decision, since variances are estimates. Default 100. */
  readonly minimumPerVariant?: number;
  /** Outcomes of each variant at which the test gives up where no difference was found. Default never. */
  readonly maximumPerVariant?: number;
  /** The result of the look before: intervals only narrow and p-values only fall. */
  readonly previous?: SequentialResult;
}

export interface SequentialResult {
  readonly decision: 'candidate better' | 'control better' | 'no difference found' | 'continue';
  readonly stop: boolean;
  readonly reason: string;
  /** Candidate − control. */
  readonly difference: number;
  /** Holds the true difference at every look at once, with probability 1 − alpha. */
  readonly interval: { readonly low: number; readonly high: number };
  /** Valid at whatever look you stop. */
  readonly pValue: number;
}

/**
 * Compares two variants while their outcomes arrive, looked at as often as you like: the mixture sequential probability
 * ratio test with a normal mixture of standard deviation `effect`. With V the variance of the difference d and τ² the
 * mixture's, Λ = √(V / (V + τ²)) · exp(τ² d² / (2 V (V + τ²))); p is the least 1 / Λ so far, and the interval holds the
 * differences that Λ does not reject. Stop rule: once p ≤ alpha, or at `maximumPerVariant`.
 *
 * Variances are estimated, so the error rate is alpha for large samples; `minimumPerVariant` keeps small ones out. Rates
 * near 0 need more: give at least 10 expected successes for each variant.
 *
 * Johari, Koomen, Pekelis and Walsh, "Always valid inference: continuous monitoring of A/B tests", Operations Research
 * 2022; Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals
 * of Statistics 2021.
 * @throws {ArgumentError} for summaries of unlike kinds or out of range, or an option out of range
 */
export function sequentialTest(
  control: VariantSummary,
  candidate: VariantSummary,
  options: SequentialOptions,
): SequentialResult {
  const {
    effect,
    alpha = 0.05,
    minimumPerVariant = 100,
    maximumPerVariant = Number.POSITIVE_INFINITY,
    previous,
  } = options;
  if (!(effect > 0 && effect < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError(`effect is ${shown(effect)}; give the difference that you hope to see, above 0`);
  }
  if (!(alpha > 0 && alpha < 1))
    throw new ArgumentError(`alpha is ${shown(alpha)}; it lies between 0 and 1, as in 0.05`);
  if (!(minimumPerVariant >= 2 && maximumPerVariant >= minimumPerVariant)) {
    throw new ArgumentError(
      `minimumPerVariant is ${minimumPerVariant} and maximumPerVariant ${maximumPerVariant}; give 2 ≤ minimum ≤ maximum`,
    );
  }
  const [a, b] = [moments(control, 'the control'), moments(candidate, 'the candidate')];
  if ('successes' in control !== 'successes' in candidate) {
    throw new ArgumentError('one variant gives successes, the other a mean; give both in the same kind');
  }
  const before = { pValue: previous?.pValue ?? 1, interval: previous?.interval ?? everything };
  const n = Math.min(control.n, candidate.n);
  const difference = n > 0 ? b.mean - a.mean : 0;
  if (n < minimumPerVariant) {
    return {
      ...before,
      difference,
      decision: 'continue',
      stop: false,
      reason: `${n} of at least ${minimumPerVariant} outcomes for each variant`,
    };
  }
  const variance = differenceVariance(control, candidate, a, b);
  const tau = effect * effect;
  const now = variance > 0 ? mixture(difference, variance, tau, alpha) : certain(difference);
  const pValue = Math.min(before.pValue, now.pValue);
  const interval = {
    low: Math.max(before.interval.low, difference - now.halfWidth),
    high: Math.min(before.interval.high, difference + now.halfWidth),
  };
  const seen = { difference, interval, pValue };
  if (pValue <= alpha) {
    // After an early rejection the sign is that of the interval, whatever today's difference is.
    const up = interval.low > 0 || (interval.high >= 0 && difference > 0);
    const reason = `p = ${pValue.toPrecision(2)} is at most ${alpha}`;
    return { ...seen, decision: up ? 'candidate better' : 'control better', stop: true, reason };
  }
  if (n >= maximumPerVariant) {
    const reason = `${n} outcomes for each variant, ${maximumPerVariant} were planned; p = ${pValue.toPrecision(2)}`;
    return { ...seen, decision: 'no difference found', stop: true, reason };
  }
  return {
    ...seen,
    decision: 'continue',
    stop: false,
    reason: `p = ${pValue.toPrecision(2)} is above ${alpha}`,
  };
}

const everything = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY } as const;

function mixture(difference: number, variance: number, tau: number, alpha: number) {
  const both = variance + tau;
  const logRatio = 0.5 * Math.log(variance / both) + (tau * difference ** 2) / (2 * variance * both);
  const halfWidth = Math.sqrt(
    ((2 * variance * both) / tau) * (Math.log(1 / alpha) + 0.5 * Math.log(both / variance)),
  );
  return { pValue: Math.min(1, Math.exp(-logRatio)), halfWidth };
}

/** Outcomes that never vary say nothing about how they might: no decision while both variants give the same. */
function certain(difference: number) {
  return difference === 0 ? { pValue: 1, halfWidth: Number.POSITIVE_INFINITY } : { pValue: 0, halfWidth: 0 };
}

/** For rates, the variance where there is no difference, the pooled one: it does not vanish at 0 of n. */
function differenceVariance(
  control: VariantSummary,
  candidate: VariantSummary,
  a: Moments,
  b: Moments,
): number {
  if ('successes' in control && 'successes' in candidate) {
    const rate = (control.successes + candidate.successes) / (control.n + candidate.n);
    return rate * (1 - rate) * (1 / control.n + 1 / candidate.n);
  }
  return a.variance / control.n + b.variance / candidate.n;
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

function moments(summary: VariantSummary, what: string): Moments {
  const { n } = summary;
  if (!Number.isInteger(n) || n < 0)
    throw new ArgumentError(`${what}: n is ${shown(n)}; give a whole number from 0 up`);
  if ('successes' in summary) {
    const { successes } = summary;
    if (!Number.isInteger(successes) || successes < 0 || successes > n) {
      throw new ArgumentError(
        `${what}: ${shown(successes)} successes of ${n}; give a whole number from 0 to n`,
      );
    }
    const rate = n > 0 ? successes / n : 0;
    return { mean: rate, variance: rate * (1 - rate) };
  }
  if (
    n > 0 &&
    !(Number.isFinite(summary.mean) && summary.variance >= 0 && summary.variance < Number.POSITIVE_INFINITY)
  ) {
    throw new ArgumentError(
      `${what}: mean ${summary.mean}, variance ${summary.variance}; give finite numbers, the variance 0 or more`,
    );
  }
  return summary;
}
