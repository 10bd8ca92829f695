import { creativeFeatureList } from '../creative/index.js';
import type { TrainingRows } from '../creative/models/training-rows.js';
import { createRandom, fromRows } from '../vectors/index.js';

export const testPlatforms = ['instagram', 'linkedin', 'facebook', 'tiktok'] as const;
export const testNames = [
  ...creativeFeatureList.map(({ name }) => name),
  ...testPlatforms.map((platform) => `platform_${platform}`),
];

/** The function behind `creativeRows`: what engagement would be without noise. */
function truth(row: readonly number[], platform: number): number {
  const of = (name: string) => row[testNames.indexOf(name)];
  const hour = 8 * Math.cos((2 * Math.PI * (of('hour') - 18)) / 24);
  return 50 + 20 * (of('saturation') - 0.5) + 30 * (of('balance') - 0.5) * (1 + platform / 4) + hour;
}

/** Rows whose engagement is a known function of three features, with normal noise; 8 posts an account. */
export function creativeRows(
  count: number,
  options: {
    readonly seed?: number;
    readonly noise?: number;
    readonly from?: string;
    readonly days?: number;
    readonly shift?: number;
    readonly platforms?: number;
  } = {},
): TrainingRows {
  const {
    seed = 1,
    noise = 4,
    from = '2026-01-01T00:00:00.000Z',
    days = 60,
    shift = 0,
    platforms = 4,
  } = options;
  const random = createRandom(seed);
  const rows: number[][] = [];
  const posts: { id: string; platform: string; postingTime: string }[] = [];
  const groups: string[] = [];
  for (let i = 0; i < count; i++) {
    const platform = i % platforms;
    const at = new Date(Date.parse(from) + random.uniform() * days * 86_400_000);
    const context: Record<string, number> = {
      hour: at.getUTCHours(),
      weekday: (at.getUTCDay() + 6) % 7,
      log_audience: 3 + 2 * random.uniform(),
      ...Object.fromEntries(testPlatforms.map((name, p) => [`platform_${name}`, p === platform ? 1 : 0])),
    };
    rows.push(testNames.map((name) => context[name] ?? random.uniform() + shift));
    posts.push({
      id: `${seed}-${i}`,
      platform: testPlatforms[platform],
      postingTime: at.toISOString(),
    });
    groups.push(`${testPlatforms[platform]}/account ${Math.floor(i / 32)}`);
  }
  const matrix = fromRows(rows);
  const expected = Float64Array.from(rows, (row, i) => truth(row, i % platforms));
  return {
    names: testNames,
    matrix,
    target: expected.map((y) => y + noise * random.normal()),
    groups,
    posts,
    scale: null,
  };
}
