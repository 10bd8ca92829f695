import { claimCategoryJudgments } from './category-judgments.js';
import { claimDrift } from './drift.js';
import { claimIntervals } from './intervals.js';
import { claimTrends } from './trends.js';

/** Simulations that hold what the statistics promise: how often there is a false alarm, what an interval covers. */
export async function benchClaims(): Promise<void> {
  claimTrends();
  claimDrift();
  claimIntervals();
  await claimCategoryJudgments();
}
