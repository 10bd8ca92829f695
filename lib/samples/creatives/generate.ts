import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { engagementScore, fitEngagementScale } from '../../collect/index.js';
import { makeFolder, sha256, writeFileAtomic, writeJson } from '../../store/index.js';
import { randomStream } from '../../vectors/index.js';
import { renderDesign } from '../drawing/render.js';
import { planCreative } from './attributes.js';
import { ceilingOf } from './ceiling.js';
import { composeCreative } from './compose.js';
import { accountDeviation, platformEffects, postDeviation } from './engagement-model.js';
import { generatorName, generatorVersion, type Metadata, metadataName, postsName } from './metadata.js';
import { drawAccounts, drawContext, simulateOutcome } from './simulate.js';

/** Pictures drawn at a time; the renderer uses threads of its own. */
const atOnce = 4;

/** Draws the creatives into a folder that is empty. Loads the renderer: import this file dynamically. */
export async function generate(
  folder: string,
  {
    count,
    seed,
    onProgress,
  }: { count: number; seed: number; onProgress?: (done: number, total: number) => void },
): Promise<void> {
  const accounts = drawAccounts(seed, count);
  await makeFolder(path.join(folder, 'images'));
  const limit = pLimit(atOnce);
  let done = 0;
  const rows = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      limit(async () => {
        const account = accounts[i % accounts.length];
        const random = randomStream(seed, 'creative', i);
        const { svg, attributes } = composeCreative(planCreative(random, account.skill, account.hue), random);
        const { time, ...context } = drawContext(randomStream(seed, 'context', i), account);
        const { expected, ...outcome } = simulateOutcome(
          randomStream(seed, 'outcome', i),
          account,
          attributes,
          context,
        );
        const id = String(i + 1).padStart(5, '0');
        const image = await renderDesign(svg);
        await writeFile(path.join(folder, 'images', `${id}.jpg`), image);
        onProgress?.(++done, count);
        const post = {
          id,
          account: account.id,
          platform: account.platform,
          image: `images/${id}.jpg`,
          posting_time: time,
          audience_size: context.audienceSize,
          ...outcome,
        };
        return { post, attributes, expected, bytes: image.length };
      }),
    ),
  );
  const outcomes = rows.map(({ post }) => ({ ...post, engagementRate: null }));
  const scale = fitEngagementScale(outcomes);
  const scored = rows.map(({ expected }, i) => ({
    platform: outcomes[i].platform,
    expected,
    score: engagementScore(outcomes[i], scale),
  }));
  const posts = `${rows.map(({ post }) => JSON.stringify(post)).join('\n')}\n`;
  await writeFileAtomic(path.join(folder, postsName), posts);
  await writeJson(
    path.join(folder, 'attributes.json'),
    Object.fromEntries(
      rows.map(({ post, attributes, expected }) => [post.id, { ...attributes, expected_log_rate: expected }]),
    ),
  );
  const metadata: Metadata = {
    generator: generatorName,
    version: generatorVersion,
    seed,
    count,
    accounts: accounts.length,
    ceiling: ceilingOf(scored, scale),
    effects: Object.fromEntries(
      Object.entries(platformEffects).map(([name, effects]) => [name, { ...effects }]),
    ),
    accountDeviation,
    postDeviation,
    postsSha256: sha256(posts),
    imageBytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  await writeJson(path.join(folder, metadataName), metadata);
}
