import { z } from 'zod';
import type { Job } from '../jobs/job.js';
import { savePlot } from '../plot/index.js';
import { leaderboardTable } from '../tabular/index.js';
import { trainingFigures } from './models/figures.js';
import { jobParameters } from './models/parameters.js';
import { creativeRegistry, hashOfRows, registerCreativeModel } from './models/register.js';
import { saveCreativeRun } from './models/save-run.js';
import { creativeSource } from './models/source.js';
import { headlineOf } from './models/tables.js';
import { trainCreativeModels } from './models/train.js';
import { featureTable } from './posts/feature-table.js';
import { validateDataset } from './posts/validate-dataset.js';

const figure = z.number().nullable();
const resultSchema = z.object({
  posts: z.int(),
  /** The learner of the general model. */
  learner: z.string(),
  r2: figure,
  rmse: figure,
  mae: figure,
  /** Share of held-out posts within their interval. */
  coverage: figure,
  /** The model's version in the registry, what it is used as, and why. */
  version: z.string(),
  alias: z.enum(['champion', 'candidate']),
  why: z.string(),
});

/** What the job says of a finished run; metrics.json holds more. */
export type CreativeResult = z.infer<typeof resultSchema>;

/**
 * The job of notebook 04: draws or reads posts, trains models of engagement, tests them, saves a run, registers its model.
 * @example await runJob(creativeJob, { DATA: 'posts.csv' }, { onNote: console.log })
 */
export const creativeJob: Job<z.infer<typeof jobParameters>, CreativeResult> = {
  name: 'creative',
  folder: 'creative-performance',
  parameters: jobParameters,
  headline: ['r2', 'rmse', 'coverage'],
  stages: {
    'Drawing creatives': [0, 20],
    'Looking at creatives': [20, 40],
    comparing: [40, 75],
    intervals: [75, 85],
    'models of single platforms': [85, 90],
    'what the predictions rest on': [90, 95],
    saving: [95, 98],
    registering: [98, 100],
  },
  result: resultSchema,
  run: async ({ DATA, MODE, REGISTRY, RANDOM_SEED: seed }, { run, signal, step, note }) => {
    const parameters = { DATA, MODE, RANDOM_SEED: seed };
    const source = await creativeSource({
      data: DATA,
      mode: MODE,
      seed,
      onProgress: (done, total) => step('Drawing creatives', done, total),
    });
    note(source.description);
    const table = await featureTable(source.posts, {
      signal,
      onProgress: (done, total) => step('Looking at creatives', done, total),
    });
    note(`${table.names.length} features of ${table.posts.length} creatives`);
    const validation = await validateDataset(table, { rejected: source.rejected });
    note(`quality of the data: ${validation.quality} of 100`);
    for (const { level, message } of validation.checks) if (level !== 'ok') note(`${level}: ${message}`);
    const training = await trainCreativeModels(table, {
      seed,
      noiseRmse: source.noiseRmse,
      onStep: step,
      signal,
    });
    step('saving');
    const model = await saveCreativeRun(run, { training, source, validation, parameters });
    for (const [name, figure] of Object.entries(trainingFigures(training)))
      await savePlot(figure, run.path('plots', `${name}.png`));
    step('registering');
    const { metrics, held } = training;
    const { version, alias, why } = await registerCreativeModel(
      creativeRegistry(source.data, { folder: REGISTRY || undefined, root: run.root }),
      model,
      {
        metrics,
        held,
        dataHash: hashOfRows(table),
        source: source.data,
        parameters,
        who: 'vitrine',
        why: source.description,
      },
    );
    `${leaderboardTable(training.leaderboard)}`.split('\n').forEach(note);
    for (const { platform, answers, why } of training.model.rules)
      note(`${platform}: the ${answers === 'own' ? 'model of its own' : 'general model'} answers (${why})`);
    note(headlineOf(metrics));
    note(`${alias} ${version}: ${why}`);
    const { learner, r2, rmse, mae, coverage } = metrics;
    return { posts: table.posts.length, learner, r2, rmse, mae, coverage, version, alias, why };
  },
};
