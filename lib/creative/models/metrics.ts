import { bootstrapMetric, meanAbsoluteError, r2, rootMeanSquaredError } from '../../evaluate/index.js';
import type { LeaderboardRow } from '../../tabular/index.js';
import type { ScoredRows } from './creative-model.js';
import type { HoldOut } from './hold-out.js';
import type { TrainingRows } from './training-rows.js';

/** How the predictions of some posts were. */
export interface PartMetrics {
  readonly platform: string;
  /** The model that answered: 'general', or the platform's own. */
  readonly answeredBy: string;
  readonly posts: number;
  /** Null where it is not defined. */
  readonly r2: number | null;
  readonly rmse: number;
  readonly coverage: number;
}

/** What was measured on posts of accounts that no model had seen. */
export interface CreativeMetrics {
  readonly posts: { readonly train: number; readonly heldOut: number };
  readonly accounts: { readonly train: number; readonly heldOut: number };
  /** The learner of the general model. */
  readonly learner: string;
  readonly r2: number;
  /** 95% bootstrap interval over accounts; over posts where too few accounts were there to hold some out. */
  readonly r2Interval: readonly [number, number];
  readonly rmse: number;
  readonly mae: number;
  /** R² that the noise allows on these posts: 1 − its variance / theirs; null for data whose noise nobody knows. */
  readonly r2Ceiling: number | null;
  /** R² of ridge, the plain baseline, on the held-out posts; null where it was not compared. */
  readonly r2Baseline: number | null;
  /** Share of held-out posts within their interval. */
  readonly coverage: number;
  readonly meanWidth: number;
  readonly platforms: readonly PartMetrics[];
}

export function creativeMetrics(options: {
  readonly held: TrainingRows;
  readonly scores: ScoredRows;
  readonly leaderboard: readonly LeaderboardRow[];
  readonly train: TrainingRows;
  readonly noiseRmse: number | null;
  readonly heldBy: HoldOut['by'];
  readonly seed: number;
}): CreativeMetrics {
  const { held, scores, leaderboard, train, noiseRmse, heldBy, seed } = options;
  const { target } = held;
  const { value, low, high } = bootstrapMetric(r2, target, scores.prediction, {
    seed,
    groups: heldBy === 'accounts' ? held.groups : undefined,
  });
  const within = Array.from(target, (y, i) => y >= scores.low[i] && y <= scores.high[i]);
  const widths = scores.high.map((high, i) => high - scores.low[i]);
  const platforms = [...new Set(held.posts.map(({ platform }) => platform))].sort();
  return {
    posts: { train: train.posts.length, heldOut: held.posts.length },
    accounts: { train: new Set(train.groups).size, heldOut: new Set(held.groups).size },
    learner: leaderboard[0].name,
    r2: value,
    r2Interval: [low, high],
    rmse: rootMeanSquaredError(target, scores.prediction),
    mae: meanAbsoluteError(target, scores.prediction),
    r2Ceiling: noiseRmse === null ? null : 1 - noiseRmse ** 2 / variance(target),
    r2Baseline: leaderboard.find(({ name }) => name === 'ridge')?.held?.r2 ?? null,
    coverage: share(within),
    meanWidth: widths.reduce((sum, width) => sum + width, 0) / widths.length,
    platforms: platforms.map((platform) => {
      const at = held.posts.flatMap((post, i) => (post.platform === platform ? [i] : []));
      const actual = at.map((i) => target[i]);
      const predicted = at.map((i) => scores.prediction[i]);
      return {
        platform,
        answeredBy: scores.answeredBy[at[0]],
        posts: at.length,
        r2: new Set(actual).size > 1 ? r2(actual, predicted) : null,
        rmse: rootMeanSquaredError(actual, predicted),
        coverage: share(at.map((i) => within[i])),
      };
    }),
  };
}

function share(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length / flags.length;
}

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, y) => sum + y, 0) / values.length;
  return values.reduce((sum, y) => sum + (y - mean) ** 2, 0) / values.length;
}
