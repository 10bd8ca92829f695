import { z } from 'zod';
import { withoutPasswords } from '../http/index.js';
import type { Job } from '../jobs/job.js';
import { savePlot } from '../plot/index.js';
import { type Run, writeJson } from '../store/index.js';
import { openPhotos } from './data/open-photos.js';
import type { PhotoSet } from './data/photo.js';
import { databaseWord } from './database/photo-database.js';
import { photoConfusion, productTable } from './figures.js';
import { publishModel } from './model/publish.js';
import { registerPhotos } from './model/registry.js';
import { type TrainedPhotos, trainPhotos } from './train.js';

const path = z.string('must be a path').default('');
const parametersSchema = z
  .strictObject({
    DATA: path.describe(
      "folder with a folder of photos for each SKU, a CSV with sku,file, or an address of a database; 'database' is DATABASE_URL; '' is the database whose queue the job is from, else a drawn sample",
    ),
    STORAGE: path.describe("folder that the files of a CSV or a database are in; '' is the CSV's own"),
    TABLES: path.describe(
      "names of tables and columns of the database, as in Products=shop.articles,Products.Sku=article_no; '' is DATABASE_TABLES",
    ),
    TEST: path.describe("photos to test on, as DATA, where they lie apart; '' holds out a fifth of DATA"),
    BACKBONE: path.describe(
      "folder of a TensorFlow.js MobileNetV2, or an ONNX image classifier; '' trains a network from scratch",
    ),
    OUTPUT: path.describe("folder that the model is published in; '' is outputs/photos/models"),
    FORCE: z
      .enum(['no', 'yes'], "must be 'no' or 'yes'")
      .default('no')
      .describe('yes makes the model the champion whatever the test says'),
    RANDOM_SEED: z
      .int32('must be a whole number of 32 bits')
      .default(42)
      .describe('of the split, the first weights and the order'),
  })
  .describe('a model that recognises products by their photos');

const resultSchema = z.object({
  /** Folder of the published model. */
  folder: z.string(),
  accuracy: z.number(),
  top3: z.number(),
  products: z.int(),
  /** The model's version in the registry, and what it is used as. */
  version: z.string(),
  alias: z.enum(['champion', 'candidate']),
});

/** What the job says of a finished run. */
export type PhotosResult = z.infer<typeof resultSchema>;

/**
 * The job of notebook 03: reads or draws photos, trains, tests on held-out photos, publishes and registers the model.
 * @example await runJob(photosJob, { DATA: 'my-photos', BACKBONE: 'models/mobilenetv2' }, { onNote: console.log })
 */
export const photosJob: Job<z.infer<typeof parametersSchema>, PhotosResult> = {
  name: 'photos',
  folder: 'photo-classifier',
  parameters: parametersSchema,
  headline: ['accuracy', 'top3'],
  stages: {
    'Fetching photos': [0, 5],
    'Looking at photos': [10, 20],
    Building: [25, 25],
    Features: [30, 60],
    Training: [30, 60],
    Fitting: [60, 75],
    Choosing: [75, 80],
    Exporting: [85, 95],
    Deploying: [95, 100],
  },
  result: resultSchema,
  run: async (parameters, { run, signal, step, note, database: connection }) => {
    const started = performance.now();
    const { DATA, STORAGE, TABLES, TEST, BACKBONE: backbone, RANDOM_SEED: seed } = parameters;
    step('Fetching photos');
    const { set, split } = await openPhotos({
      data: DATA === '' && connection !== undefined ? databaseWord : DATA,
      ...{ storage: STORAGE, connection, tables: TABLES, test: TEST, seed, signal },
      onDraw: (done, total) => step('Fetching photos', done, total),
      onLook: (done, total) => step('Looking at photos', done, total),
    });
    note(set.description);
    if (set.setAside.length > 0) note(`${set.setAside.length} set aside; config.json of the run says why`);
    const trained = await trainPhotos(set, split, { signal, step, note }, { backbone, seed });
    try {
      step('Exporting');
      const duration = performance.now() - started;
      const published = await publishModel(trained, parameters.OUTPUT, {
        ...{ set, split, duration, seed, backbone },
      });
      await savePhotosRun(run, trained, { set, parameters });
      step('Deploying');
      const forced = parameters.FORCE === 'yes';
      const registered = await registerPhotos(published, trained, { set, split, root: run.root, forced });
      productTable(trained.metrics).toString().split('\n').slice(0, 11).forEach(note);
      note(photosHeadline(trained));
      note(`${registered.alias} ${registered.version}: ${registered.why}`);
      return resultOf(trained, set, published.folder, registered);
    } finally {
      await trained.backbone.close();
    }
  },
};

function resultOf(
  { metrics: { accuracy, top3 } }: TrainedPhotos,
  { skus }: PhotoSet,
  folder: string,
  { version, alias }: Pick<PhotosResult, 'version' | 'alias'>,
): PhotosResult {
  return { folder, accuracy, top3, products: skus.length, version, alias };
}

/** Writes metrics, parameters, what was set aside, and the confusion chart into a run. */
export async function savePhotosRun(
  run: Run,
  { metrics, predictions }: TrainedPhotos,
  { set, parameters }: { readonly set: PhotoSet; readonly parameters: Readonly<Record<string, unknown>> },
): Promise<void> {
  await writeJson(run.path('metrics.json'), metrics);
  const { setAside, description, hash } = set;
  await writeJson(run.path('config.json'), {
    ...{ format: 1, job: 'photos', run: run.id, parameters: savedParameters(parameters) },
    data: { description, sha256: hash, setAside },
  });
  await savePlot(photoConfusion(predictions), run.path('plots', 'confusion.png'));
}

function savedParameters(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return JSON.parse(withoutPasswords(JSON.stringify(parameters)));
}

/**
 * The model's figures in one line.
 * @example photosHeadline(trained) // 'accuracy 0.917 (95%: 0.74 to 0.98) of 24 held-out photos, top-3 1.000; prototypes 0.875 …'
 */
export function photosHeadline({
  metrics,
  fitted,
  unknown,
}: Pick<TrainedPhotos, 'metrics' | 'fitted' | 'unknown'>): string {
  const { accuracy, interval, photos, top3, accepted } = metrics;
  const { head, prototypes } = fitted.validation;
  const chosen = `${fitted.kind} (validation: ${head.toFixed(3)}, nearest mean ${prototypes.toFixed(3)})`;
  const stranger = unknown
    ? `; of products that it never saw, ${(100 * unknown.falseAccepts).toFixed(0)}% of ${unknown.photos} photos are taken for one, ${(100 * (accepted ?? 0)).toFixed(0)}% of those that it knows`
    : '';
  return `accuracy ${accuracy.toFixed(3)} (95%: ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}) of ${photos} held-out photos, top-3 ${top3.toFixed(3)}; ${chosen}${stranger}`;
}
