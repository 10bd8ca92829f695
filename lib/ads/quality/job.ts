import { savePlot } from '../../plot/index.js';
import { createRun, writeFileAtomic } from '../../store/index.js';
import type { Callback } from '../../train/index.js';
import { splitAds } from '../split-ads.js';
import { type AdComparison, compareWithBaselines, worstPredictions } from './compare.js';
import type { AdQualityConfig } from './config.js';
import { occlusionPicture } from './explain.js';
import { adQualityFigures } from './figures.js';
import { adQualityJob, saveAdQuality } from './save.js';
import { openAdScorer, predictAds } from './scorer.js';
import type { AdSource } from './source.js';
import { openAds } from './source.js';
import { trainAdQuality } from './train.js';

export interface AdQualityJob {
  readonly config: AdQualityConfig;
  /** As `openAds`. */
  readonly data?: string;
  readonly labels?: string;
  readonly callbacks?: readonly Callback[];
  readonly signal?: AbortSignal;
  readonly onNote?: (line: string) => void;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface FinishedAdQuality {
  /** The run's folder. */
  readonly dir: string;
  readonly source: AdSource;
  readonly epochs: number;
  readonly comparisons: readonly AdComparison[];
}

/** The whole job of notebook 02 in one call: read or draw the ads, split, train, evaluate on the test part, save a run. */
export async function adQualityRun(job: AdQualityJob): Promise<FinishedAdQuality> {
  const { config, onNote = console.log } = job;
  const source = await openAds(job);
  onNote(source.description);
  if (source.setAside.length > 0)
    onNote(`${source.setAside.length} set aside; config.json of the run says why`);
  const split = splitAds(source.ads, { seed: config.seed });
  const run = await createRun(adQualityJob);
  const { model, history } = await trainAdQuality({
    ...job,
    ...split,
    folder: run.dir,
    dataHash: source.hash,
  });
  const scorer = await openAdScorer(model);
  const predicted = await predictAds(scorer, split.test);
  const comparisons = await compareWithBaselines(split.train, split.test, predicted);
  const { metrics } = comparisons[comparisons.length - 1];
  await saveAdQuality(run, {
    model,
    history,
    config,
    data: source,
    source: source.source,
    split,
    comparisons,
  });
  for (const [name, figure] of Object.entries(adQualityFigures(split.test, predicted, metrics))) {
    await savePlot(figure, run.path('plots', `${name}.png`));
  }
  const [worst] = worstPredictions(split.test, predicted, 1);
  await writeFileAtomic(run.path('plots', 'occlusion.png'), await occlusionPicture(scorer, worst.ad.path));
  await scorer.close();
  model.dispose();
  const { dir } = await run.finish();
  return { dir, source, epochs: history.epochs.length, comparisons };
}

/** The network's figures in one line. */
export function adQualityHeadline(comparisons: readonly AdComparison[]): string {
  const { score, compliance } = comparisons[comparisons.length - 1].metrics;
  return `score: off by ${score.mae.toFixed(1)} points on average (R² ${score.r2.toFixed(2)}); compliance: ${(100 * compliance.accuracy).toFixed(1)}% right (AUC ${compliance.auc.toFixed(3)})`;
}
