import {
  type CreativeMode,
  creativeRegistry,
  creativeSource,
  featureTable,
  hashOfRows,
  headlineOf,
  registerCreativeModel,
  saveCreativeRun,
  trainCreativeModels,
  trainingFigures,
  validateDataset,
} from '../../creative/index.js';
import { savePlot } from '../../plot/index.js';
import { createRun } from '../../store/index.js';
import { leaderboardTable } from '../../tabular/index.js';
import { wholeNumber } from './numbers.js';

interface Options {
  readonly mode: CreativeMode;
  readonly data?: string;
  readonly seed: string;
  readonly registry?: string;
}

/** Draws or reads posts, trains, tests, saves a run, registers its model. */
export async function demo(options: Options): Promise<void> {
  const started = performance.now();
  const step = (text: string) =>
    console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}`);
  const seed = wholeNumber('--seed', options.seed);
  const parameters = { DATA: options.data ?? '', MODE: options.mode, RANDOM_SEED: seed };
  const run = await createRun('creative-performance');
  const source = await creativeSource({ data: options.data, mode: options.mode, seed });
  step(source.description);
  const table = await featureTable(source.posts);
  step(`${table.names.length} features of ${table.posts.length} creatives`);
  const validation = await validateDataset(table, { rejected: source.rejected });
  const remarks = validation.checks.filter(({ level }) => level !== 'ok');
  step(`quality of the data: ${validation.quality} of 100`);
  for (const { level, message } of remarks) console.log(`        ${level}: ${message}`);
  const training = await trainCreativeModels(table, { seed, noiseRmse: source.noiseRmse, onStep: step });
  const model = await saveCreativeRun(run, { training, source, validation, parameters });
  for (const [name, figure] of Object.entries(trainingFigures(training)))
    await savePlot(figure, run.path('plots', `${name}.png`));
  const registered = await registerCreativeModel(creativeRegistry(options.registry), model, {
    metrics: training.metrics,
    held: training.held,
    dataHash: hashOfRows(table),
    parameters,
    who: 'vitrine demo',
    why: source.description,
  });
  const { dir } = await run.finish();
  step(`saved in ${dir}`);
  console.log(`\n${leaderboardTable(training.leaderboard)}`);
  console.log('');
  for (const { platform, answers, why } of training.model.rules)
    console.log(
      `${platform}: the ${answers === 'own' ? 'model of its own' : 'general model'} answers (${why})`,
    );
  console.log(`\n${headlineOf(training.metrics)}`);
  console.log(`${registered.alias} ${registered.version}: ${registered.why}`);
}
