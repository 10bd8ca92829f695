import { detectTrends } from '../../monitor/index.js';
import { visualFeatureNames } from '../features/feature-list.js';
import type { TrainingRows } from './training-rows.js';

const periods = 12;
const postsAPeriod = 5;

/**
 * Which visual features rose or fell over the time of the posts, corrected for the number of tests: on each platform
 * where there are 5 posts in each twelfth of the time, on average, else over all platforms together.
 * @throws {ArgumentError} for no posts
 * @example creativeTrends(table)[0] // { feature: 'lightness', group: 'instagram', verdict: 'rose', change: 0.4, adjustedPValue, test }
 */
export function creativeTrends({ names, matrix, posts }: TrainingRows): ReturnType<typeof detectTrends> {
  const times = posts.map(({ postingTime }) => Date.parse(postingTime));
  const days = times.length ? (Math.max(...times) - Math.min(...times)) / 86_400_000 : 0;
  const platforms = new Set(posts.map(({ platform }) => platform)).size;
  const byPlatform = posts.length / platforms / periods >= 2 * postsAPeriod;
  const at = visualFeatureNames.map((name) => names.indexOf(name));
  const rows = posts.map(({ platform, postingTime }, i) => ({
    time: postingTime,
    ...(byPlatform ? { group: platform } : {}),
    features: Object.fromEntries(
      visualFeatureNames.map((name, f) => [name, matrix.data[i * matrix.cols + at[f]]]),
    ),
  }));
  return detectTrends(rows, {
    periodDays: Math.max(1, Math.ceil((days + 1) / periods)),
    minimumPerPeriod: postsAPeriod,
  });
}
