import { ArgumentError, shown } from '../../errors/index.js';
import { mean, pairedBootstrap, randomizationTest, variance } from '../../stats/index.js';

/** How many rows the paired test needs, and how sure it must be. */
export interface HeldOutOptions {
  /** The least fall of the mean loss that is worth a change, as a share of the champion's. Default 0.01. */
  readonly minimumImprovement?: number;
  /** Level of the test, in (0, 1). Default 0.05. */
  readonly alpha?: number;
  /** Rows (or groups) below which nothing is decided. Default 30. */
  readonly minimumRows?: number;
  /** Who each row belongs to, such as its account: rows of one are not independent and change sides together. */
  readonly groups?: readonly string[];
  /** Decides the random assignments and the resamples of the test. Default 42. */
  readonly seed?: number;
}

/** Champion and candidate on the same held-out rows: losses, their difference, and the paired test. */
export interface HeldOutComparison {
  readonly better: boolean;
  /** Every condition, met or not, as a sentence with its numbers. */
  readonly reasons: readonly string[];
  readonly rows: number;
  /** Independent units: groups where given, else rows. */
  readonly units: number;
  readonly championLoss: number;
  readonly candidateLoss: number;
  /** Fall of the mean loss as a share of the champion's; negative where the candidate is worse. */
  readonly improvement: number;
  /** 95 % bootstrap interval of the fall of the mean loss. */
  readonly interval: { readonly low: number; readonly high: number };
  /** Two-sided, of the paired randomisation test. */
  readonly pValue: number;
  /** Cohen's d of the paired differences: their mean over their standard deviation; 0 where all are equal. */
  readonly effectSize: number;
}

/**
 * Whether a candidate loses less than the champion on the same held-out rows: enough rows, a fall of the mean loss of at
 * least `minimumImprovement`, and a paired randomisation (sign-flip) test below `alpha`.
 * @param champion its loss on each row, lower is better: absolute or squared errors, 0 and 1 for right and wrong
 * @param candidate its loss on the same rows in the same order
 * @throws {ArgumentError} for unlike lengths, no rows, a loss that is not finite, or an option out of range
 */
export function compareOnHeldOut(
  champion: ArrayLike<number>,
  candidate: ArrayLike<number>,
  options: HeldOutOptions = {},
): HeldOutComparison {
  const { minimumImprovement = 0.01, alpha = 0.05, minimumRows = 30, groups, seed = 42 } = options;
  if (!(minimumImprovement >= 0 && minimumImprovement < 1)) {
    throw new ArgumentError(
      `minimumImprovement is ${shown(minimumImprovement)}; give a share from 0 up, as in 0.01`,
    );
  }
  if (!(alpha > 0 && alpha < 1))
    throw new ArgumentError(`alpha is ${shown(alpha)}; it lies between 0 and 1, as in 0.05`);
  const rows = champion.length;
  for (const [what, length] of [
    ['the candidate', candidate.length],
    ['groups', groups?.length ?? rows],
  ] as const) {
    if (length !== rows)
      throw new ArgumentError(`${what}: ${length} rows against ${rows} of the champion; score the same rows`);
  }
  const gains = unitGains(champion, candidate, groups);
  const { pValue } = randomizationTest(gains, { seed });
  const { low, high } = pairedBootstrap(champion, candidate, { seed, groups });
  const [championLoss, candidateLoss] = [mean(champion), mean(candidate)];
  const fall = championLoss - candidateLoss;
  const improvement = championLoss === 0 ? (fall === 0 ? 0 : -1) : fall / Math.abs(championLoss);
  const spread = gains.length > 1 ? Math.sqrt(variance(gains, 1)) : 0;
  const units = gains.length;
  const unit = groups ? 'groups' : 'rows';
  const conditions: [boolean, string][] = [
    [units >= minimumRows, `${units} held-out ${unit}, at least ${minimumRows} needed`],
    [
      fall > 0 && improvement >= minimumImprovement,
      `mean loss ${championLoss.toPrecision(4)} → ${candidateLoss.toPrecision(4)}: ${percent(improvement)} better, at least ${percent(minimumImprovement)} needed`,
    ],
    [pValue < alpha, `paired randomisation test p = ${pValue.toPrecision(2)}, below ${alpha} needed`],
  ];
  return {
    better: conditions.every(([met]) => met),
    reasons: conditions.map(([met, text]) => `${met ? 'met' : 'not met'}: ${text}`),
    rows,
    units,
    championLoss,
    candidateLoss,
    improvement,
    interval: { low, high },
    pValue,
    effectSize: spread > 0 ? mean(gains) / spread : 0,
  };
}

/** The fall of the loss by row, or summed by group and scaled so that its mean stays that of the rows. */
function unitGains(
  champion: ArrayLike<number>,
  candidate: ArrayLike<number>,
  groups: readonly string[] | undefined,
): Float64Array {
  const gains = Float64Array.from(champion, (loss, i) => loss - candidate[i]);
  if (!groups) return gains;
  const sums = new Map<string, number>();
  groups.forEach((group, i) => {
    sums.set(group, (sums.get(group) ?? 0) + gains[i]);
  });
  return Float64Array.from(sums.values(), (sum) => (sum * sums.size) / gains.length);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
