import { creativeSource, featureTable, readSocialPosts, trainCreativeModels } from '../creative/index.js';
import { drawCreatives } from '../samples/index.js';
import { mean } from '../stats/index.js';
import { featureShifts } from './feature-shifts.js';
import { report } from './rows.js';

const pictures = 200;
const seeds = [42, 1, 2, 3, 4];

/** What creatives promise: features that do not move with the file's size, and a model near what the noise allows. */
export async function benchCreative(): Promise<void> {
  await shifts();
  await heldOut();
}

/** How far the visual features move when a creative is saved at half or twice its size, or as a JPEG of quality 70. */
async function shifts(): Promise<void> {
  console.log(`features of ${pictures} drawn creatives, saved in another way`);
  const { postsPath } = await drawCreatives({ count: pictures, seed: 11 });
  const { records } = await readSocialPosts(postsPath);
  const moved = await featureShifts(records.map(({ image }) => image!));
  for (const kind of new Set(moved.map(({ variant }) => variant))) {
    const most = moved
      .filter(({ variant }) => variant === kind)
      .reduce((a, b) => (b.shift > a.shift ? b : a));
    report({
      what: `largest shift of 26 features, ${kind}: ${most.name}`,
      value: most.shift,
      unit: 'sd, 90th percentile',
      goal: { atMost: 0.3 },
    });
  }
}

/** R² on accounts that no model has seen, of 2,000 creatives of each seed, and how far below what their noise allows it is. */
async function heldOut(): Promise<void> {
  console.log(`2,000 drawn creatives, accounts held out, seeds ${seeds.join(', ')}`);
  const found: Record<'r2' | 'below' | 'rmse' | 'coverage', number>[] = [];
  for (const seed of seeds) {
    const source = await creativeSource({ mode: 'full', seed });
    const table = await featureTable(source.posts);
    const { metrics } = await trainCreativeModels(table, { seed, noiseRmse: source.noiseRmse });
    const { r2, r2Ceiling, rmse, coverage, learner } = metrics;
    found.push({ r2, below: r2Ceiling! - r2, rmse, coverage });
    console.log(
      `  seed ${seed}: ${learner}, R² ${r2.toFixed(3)} of ${r2Ceiling!.toFixed(3)}, RMSE ${rmse.toFixed(1)}, coverage ${(100 * coverage).toFixed(1)}%`,
    );
  }
  const of = (what: keyof (typeof found)[number]) => found.map((row) => row[what]);
  report({ what: 'R² on held-out accounts, mean of five', value: mean(of('r2')), unit: '' });
  report({ what: 'the same, least of five', value: Math.min(...of('r2')), unit: '', goal: { atLeast: 0.7 } });
  report({ what: 'below the R² that the noise allows, mean of five', value: mean(of('below')), unit: '' });
  report({
    what: 'the same, most of five',
    value: Math.max(...of('below')),
    unit: '',
    goal: { atMost: 0.05 },
  });
  report({ what: 'RMSE, most of five', value: Math.max(...of('rmse')), unit: '', goal: { atMost: 15 } });
  const coverage = mean(of('coverage'));
  report({
    what: 'coverage of 90% intervals, mean of five',
    value: coverage,
    unit: '',
    goal: { atLeast: 0.87 },
  });
}
