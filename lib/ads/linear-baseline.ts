import pLimit from 'p-limit';
import { type Features, ridge } from '../tabular/index.js';
import type { Ad } from './ad.js';
import { type ImageStatistics, imageStatistics } from './statistics.js';

/** What a linear model says of ads; as `AdPredictions`. */
export interface LinearPredictions {
  /** Scores of quality, in [0, 100], one an ad. */
  readonly scores: Float64Array;
  /** Probabilities that ads comply, in [0, 1], one an ad. */
  readonly probabilities: Float64Array;
}

export interface LinearBaseline {
  /** Coefficients of the score, by statistic, each in the statistic's own unit; see `imageStatistics`. */
  readonly scoreCoefficients: Readonly<Record<string, number>>;
  predict(ads: readonly Pick<Ad, 'path'>[]): Promise<LinearPredictions>;
}

/**
 * The plain rival of a network: two ridge regressions on `imageStatistics`, one of the quality, one of compliance as
 * 0 or 1, whose answers are cut to their range.
 * @throws {UserError} for fewer than two ads
 */
export async function linearBaseline(train: readonly Ad[]): Promise<LinearBaseline> {
  const features = await statisticsOf(train);
  const fit = (target: (ad: Ad) => number) =>
    ridge().fit({ features, target: Float64Array.from(train, target) });
  const [score, compliance] = await Promise.all([
    fit(({ quality }) => quality),
    fit(({ compliant }) => Number(compliant)),
  ]);
  return {
    scoreCoefficients: Object.fromEntries(score.names.map((name, i) => [name, score.coefficients[i]])),
    async predict(ads) {
      const given = await statisticsOf(ads);
      return {
        scores: score.predict(given).map((value) => Math.min(100, Math.max(0, value))),
        probabilities: compliance.predict(given).map((value) => Math.min(1, Math.max(0, value))),
      };
    },
  };
}

async function statisticsOf(ads: readonly Pick<Ad, 'path'>[]): Promise<Features> {
  const rows = await pLimit(4).map(ads, ({ path }) => imageStatistics(path));
  const names = Object.keys(rows[0] ?? {}) as (keyof ImageStatistics)[];
  return { names, columns: names.map((name) => Float64Array.from(rows, (row) => row[name])) };
}
