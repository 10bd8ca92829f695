import {
  adQualityConfig,
  bandTable,
  openAdScorer,
  openAds,
  predictAds,
  ruleTable,
  splitAds,
  trainAdQuality,
} from '../ads/index.js';
import { type AdQualityMetrics, adQualityMetrics } from '../ads/quality/metrics.js';
import type { AdScorer } from '../ads/quality/scorer.js';
import { readAds } from '../ads/read-ads.js';
import { decodeRgb, resizeBilinear } from '../images/index.js';
import { drawAd } from '../samples/ads/draw-ad.js';
import { generateAds } from '../samples/index.js';
import { wilsonInterval } from '../stats/index.js';
import { projectPath } from '../store/index.js';
import { epochLine } from '../train/index.js';
import { report } from './rows.js';

const seeds = [1, 2, 3, 4, 5];
/** Ads that no network has learnt from, drawn by a seed of their own. */
const fresh = { count: 2000, seed: 1001 };
const enlarged = { count: 100, scale: 3.375, pixels: 1080 };

/**
 * The ad-quality network on fresh ads, for five seeds of split, first weights and order: each seed's accuracy and recall
 * by rule with 95% intervals, and what becomes of a score when the same ad has 1,080 pixels. Half an hour on two cores;
 * a training that has finished is not done again.
 */
export async function benchAds(): Promise<void> {
  const source = await openAds();
  const test = await readAds(
    (await generateAds(projectPath('checkpoints', 'bench', 'fresh-ads'), fresh)).folder,
  );
  console.log(`ad quality: ${source.ads.length} drawn ads to learn from, ${test.ads.length} fresh ones`);
  const all: AdQualityMetrics[] = [];
  for (const seed of seeds) {
    const config = adQualityConfig({ seed });
    const started = performance.now();
    const { model, history } = await trainAdQuality({
      config,
      ...splitAds(source.ads, { seed }),
      rules: source.rules,
      folder: projectPath('checkpoints', 'bench', `ads-${seed}`),
      dataHash: source.hash,
      callbacks: [
        { name: 'lines', onEpochEnd: (record) => console.log(`  ${record.epoch}: ${epochLine(record)}`) },
      ],
    });
    const seconds = history.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
    console.log(
      `seed ${seed}: ${history.epochs.length} epochs, ${seconds.toFixed(0)} s of training (${((performance.now() - started) / 1000).toFixed(0)} s now)`,
    );
    const scorer = await openAdScorer(model);
    model.dispose();
    const metrics = adQualityMetrics(test.ads, await predictAds(scorer, test.ads));
    all.push(metrics);
    show(metrics);
    if (seed === seeds[0]) await benchEnlarged(scorer);
    await scorer.close();
  }
  summarize(all);
}

function show(metrics: AdQualityMetrics): void {
  const { accuracy } = metrics.compliance;
  const { low, high } = wilsonInterval(Math.round(accuracy * metrics.ads), metrics.ads);
  console.log(
    `  compliance right ${accuracy.toFixed(4)} (${low.toFixed(3)}–${high.toFixed(3)}), AUC ${metrics.compliance.auc.toFixed(4)}; score off by ${metrics.score.mae.toFixed(2)}, R² ${metrics.score.r2.toFixed(3)}`,
  );
  console.log(ruleTable(metrics).toString('text'));
  console.log(bandTable(metrics).toString('text', 2));
}

/** The worst seed decides. */
function summarize(all: readonly AdQualityMetrics[]): void {
  const worst = `worst of ${all.length} seeds`;
  const range = (values: readonly number[]) =>
    `${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)}`;
  const accuracies = all.map(({ compliance }) => compliance.accuracy);
  console.log(`compliance accuracy ${range(accuracies)}`);
  report({
    what: `ads: compliance accuracy, ${worst}`,
    value: Math.min(...accuracies),
    unit: '',
    goal: { atLeast: 0.95 },
  });
  all[0].rules.forEach(({ id, broken }, r) => {
    const recalls = all.map(({ rules }) => rules[r].recall?.share ?? Number.NaN);
    const lowest = Math.min(...recalls);
    const { low, high } = wilsonInterval(Math.round(lowest * broken), broken);
    console.log(
      `${id}: recall ${range(recalls)}; the lowest ${low.toFixed(3)}–${high.toFixed(3)} of ${broken}`,
    );
    report({ what: `ads: recall of ${id}, ${worst}`, value: lowest, unit: '', goal: { atLeast: 0.9 } });
  });
  report({
    what: `ads: score, mean absolute error, ${worst}`,
    value: Math.max(...all.map(({ score }) => score.mae)),
    unit: 'points',
    goal: { atMost: 8 },
  });
}

/** The same ads at 320 and at 1,080 pixels; beside it, what passing over pixels in between would give. */
async function benchEnlarged(scorer: AdScorer): Promise<void> {
  const { count, scale, pixels } = enlarged;
  const small: Buffer[] = [];
  const large: Buffer[] = [];
  for (let i = 0; i < count; i++) {
    small.push(await drawAd(fresh.seed, i));
    large.push(await drawAd(fresh.seed, i, { scale }));
  }
  const expected = await scorer.score(small);
  const started = performance.now();
  const found = await scorer.score(large);
  const ms = (performance.now() - started) / count;
  const passedOver = await Promise.all(
    large.map(async (jpeg) => {
      const image = resizeBilinear(await decodeRgb(jpeg), scorer.height, scorer.width);
      const [score, probability] = await scorer.predict(image, 1);
      return { score, pass: probability >= 0.5 };
    }),
  );
  const apart = (scores: readonly { score: number }[]) =>
    scores.reduce((sum, { score }, i) => sum + Math.abs(score - expected[i].score), 0) / count;
  const turned = (scores: readonly { pass: boolean }[]) =>
    scores.filter(({ pass }, i) => pass !== expected[i].pass).length;
  const furthest = Math.max(...found.map(({ score }, i) => Math.abs(score - expected[i].score)));
  console.log(
    `  at ${pixels} px: score apart by ${apart(found).toFixed(2)} points on average, ${furthest.toFixed(2)} at most, ${turned(found)} of ${count} verdicts turned, ${ms.toFixed(0)} ms an ad; plain bilinear ${apart(passedOver).toFixed(2)} points, ${turned(passedOver)} turned`,
  );
  report({
    what: `ads: score at ${pixels} px, mean distance from 320 px`,
    value: apart(found),
    unit: 'points',
    goal: { atMost: 1.5 },
  });
}
