import { z } from 'zod';
import type { Job, JobContext } from '../../jobs/job.js';
import { savePlot } from '../../plot/index.js';
import { writeFileAtomic } from '../../store/index.js';
import { type Callback, epochLine, type FitContext } from '../../train/index.js';
import { splitAds } from '../split-ads.js';
import {
  type AdComparison,
  adComparisonTable,
  compareWithBaselines,
  ruleTable,
  worstPredictions,
} from './compare.js';
import { configSchema } from './config.js';
import { occlusionPicture } from './explain.js';
import { adQualityFigures } from './figures.js';
import { registerAdQuality } from './registry.js';
import { jobName, saveAdQuality } from './save.js';
import { openAdScorer, predictAds } from './scorer.js';
import { openAds } from './source.js';
import { trainAdQuality } from './train.js';

const path = z.string('must be a path').default('');
const parametersSchema = z
  .strictObject({
    data: path.describe(
      "folder of images with a CSV (file,quality,compliance and, where known, broken: the rules); '' draws the synthetic ads",
    ),
    labels: path.describe('the CSV, where it lies elsewhere'),
    ...configSchema.shape,
  })
  .describe('a network that scores ads from 0 to 100 and says whether they comply, and which rule is broken');

const resultSchema = z.object({
  epochs: z.int(),
  /** The model's version in the registry, and what it is used as. */
  version: z.string(),
  alias: z.enum(['champion', 'candidate']),
  /** A row a system: the network beside simpler ways, on the test part. */
  comparison: z.array(z.record(z.string(), z.union([z.string(), z.number().nullable()]))),
});

/** What the job says of a finished run. */
export type AdQualityResult = z.infer<typeof resultSchema>;

/**
 * The job of notebook 02: reads or draws the ads, splits, trains, evaluates on the test part, saves and registers the model.
 * @example await runJob(adQualityJob, { data: 'my-ads', epochs: 10 }, { onNote: console.log })
 */
export const adQualityJob: Job<z.infer<typeof parametersSchema>, AdQualityResult> = {
  name: jobName,
  parameters: parametersSchema,
  headline: ['network.score.mae', 'network.compliance.accuracy'],
  stages: {
    'Reading the ads': [0, 10],
    Training: [10, 92],
    Evaluating: [92, 96],
    Saving: [96, 98],
    Registering: [98, 100],
  },
  result: resultSchema,
  run: async ({ data, labels, ...config }, context) => {
    const { run, signal, step, note } = context;
    const source = await openAds({
      data,
      labels,
      onProgress: (done, total) => step('Reading the ads', done, total),
    });
    note(source.description);
    if (source.setAside.length > 0)
      note(`${source.setAside.length} set aside; config.json of the run says why`);
    const split = splitAds(source.ads, { seed: config.seed });
    const { model, history } = await trainAdQuality({
      config,
      ...split,
      rules: source.rules,
      folder: run.dir,
      dataHash: source.hash,
      callbacks: [reporting(context)],
      signal,
      onNote: note,
    });
    if (history.stopped) note(`Stopped early: ${history.stopped}`);
    step('Evaluating');
    const scorer = await openAdScorer(model);
    const predicted = await predictAds(scorer, split.test);
    const comparisons = await compareWithBaselines(split.train, split.test, predicted);
    const { metrics } = comparisons[comparisons.length - 1];
    step('Saving');
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
    const picture = await occlusionPicture(scorer, worst.ad.path);
    await writeFileAtomic(run.path('plots', 'occlusion.png'), picture);
    await scorer.close();
    model.dispose();
    step('Registering');
    const registered = await registerAdQuality(run, { data: source, split, predicted, config });
    const comparison = adComparisonTable(comparisons);
    comparison.toString('text', 3).split('\n').forEach(note);
    if (metrics.rules.length > 0) ruleTable(metrics).toString('text').split('\n').forEach(note);
    note(adQualityHeadline(comparisons));
    const { version, alias, why } = registered;
    note(`${alias} ${version}: ${why}`);
    return { epochs: history.epochs.length, version, alias, comparison: [...comparison] };
  },
};

/** Tells the context how far a training has come: a step a batch, a line an epoch. */
function reporting({ step, note }: JobContext): Callback {
  let epoch = 1;
  const at = ({ epochs, trainBatches = 0 }: FitContext, gone: number, batch: number) =>
    step('Training', gone * trainBatches + batch, epochs * trainBatches);
  return {
    name: 'jobProgress',
    onTrainBegin: (context) => at(context, context.history.epochs.length, 0),
    onEpochBegin: (number) => {
      epoch = number;
    },
    onBatchEnd: (batch, _result, context) => at(context, epoch - 1, batch),
    onEpochEnd: (record, { epochs }) => note(`epoch ${record.epoch}/${epochs}: ${epochLine(record)}`),
  };
}

/**
 * The network's figures in one line.
 * @example adQualityHeadline(comparisons) // 'score: off by 5.0 points on average (R² 0.90); compliance: 95.0% right (AUC 0.980)'
 */
export function adQualityHeadline(comparisons: readonly AdComparison[]): string {
  const { score, compliance } = comparisons[comparisons.length - 1].metrics;
  return `score: off by ${score.mae.toFixed(1)} points on average (R² ${score.r2.toFixed(2)}); compliance: ${(100 * compliance.accuracy).toFixed(1)}% right (AUC ${compliance.auc.toFixed(3)})`;
}
