import { ArgumentError } from '../../errors/index.js';
import type { VisualFeatures } from '../features/extract.js';
import { visualFeatureNames } from '../features/feature-list.js';

/** Where a creative stands among others, by one feature. */
export interface FeatureStanding {
  readonly feature: string;
  readonly value: number;
  /** Share of the competitors' creatives below, ties counted half, in [0, 100]. */
  readonly percentile: number;
  readonly competitorMedian: number;
}

const leastCompetitors = 10;

/**
 * The percentile of each visual feature of a creative among competitors' creatives, farthest from the middle first.
 * @throws {ArgumentError} for fewer than 10 of them
 * @example standingAmong(described.features, looksOf(table))[0] // { feature: 'lightness', value: 91, percentile: 98, competitorMedian: 55 }
 */
export function standingAmong(
  creative: VisualFeatures,
  competitors: readonly VisualFeatures[],
): FeatureStanding[] {
  if (competitors.length < leastCompetitors) {
    throw new ArgumentError(
      `${competitors.length} creatives of competitors are too few for percentiles; give at least ${leastCompetitors}`,
    );
  }
  return visualFeatureNames
    .map((feature) => {
      const value = (creative as Record<string, number>)[feature];
      const others = competitors
        .map((other) => (other as Record<string, number>)[feature])
        .sort((a, b) => a - b);
      const below = others.filter((other) => other < value).length;
      const equal = others.filter((other) => other === value).length;
      const middle = others.length >> 1;
      return {
        feature,
        value,
        percentile: (100 * (below + equal / 2)) / others.length,
        competitorMedian: others.length % 2 ? others[middle] : (others[middle - 1] + others[middle]) / 2,
      };
    })
    .sort((a, b) => Math.abs(b.percentile - 50) - Math.abs(a.percentile - 50));
}
