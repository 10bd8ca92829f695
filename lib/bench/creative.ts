import { readSocialPosts } from '../creative/index.js';
import { drawCreatives } from '../samples/index.js';
import { featureShifts } from './feature-shifts.js';
import { report } from './rows.js';

const pictures = 200;

/** How far the visual features move when a creative is saved at half or twice its size, or as a JPEG of quality 70. */
export async function benchCreative(): Promise<void> {
  console.log(`features of ${pictures} drawn creatives, saved in another way`);
  const { postsPath } = await drawCreatives({ count: pictures, seed: 11 });
  const { records } = await readSocialPosts(postsPath);
  const shifts = await featureShifts(records.map(({ image }) => image!));
  for (const kind of new Set(shifts.map(({ variant }) => variant))) {
    const most = shifts
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
