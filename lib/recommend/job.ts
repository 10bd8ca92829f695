import { z } from 'zod';
import { describePhotos, loadPhotos, productText } from '../catalog/index.js';
import { resolveImageEncoder, resolveTextEncoder } from '../encode/index.js';
import type { Job, JobContext } from '../jobs/job.js';
import { savePlot } from '../plot/index.js';
import { compareSystems } from './compare.js';
import { runConfig } from './config.js';
import { registerRun } from './current/register-run.js';
import { describeEncoded, encodePhotos, encodeTexts } from './encode.js';
import { categoryFigure, comparisonFigure, similarityFigure } from './figures.js';
import { furtherParts } from './further-parts.js';
import { itemJudgments } from './item-judgments.js';
import { describeQuality, headline, metricsOf, spaceQuality } from './metrics.js';
import { queryEncoder } from './open.js';
import { type Parameters, parametersSchema, photoOptions } from './parameters.js';
import { photoEncoder } from './photo-encoder.js';
import { Recommender } from './recommender.js';
import { loadRelevance } from './relevance.js';
import { saveRun } from './save.js';
import { job as folder } from './saved-run.js';
import { openSource } from './source.js';
import { buildSpaces } from './spaces.js';

const measured = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const systems = z.record(z.string(), z.record(z.string(), measured)).nullable();
const resultSchema = z.object({
  products: z.int(),
  relevance: z.string(),
  /** System → metric → mean over queries with its 95% interval. */
  similar: systems,
  search: systems,
});

/** What the job says of a finished run; metrics.json holds more. */
export type RecommendResult = z.infer<typeof resultSchema>;

/**
 * The job of notebook 01: a catalogue to vectors, an index and metrics in a run that `openRecommender` opens.
 * @example await runJob(recommendJob, { DATA: 'products.csv' }, { onNote: console.log })
 */
export const recommendJob: Job<Parameters, RecommendResult> = {
  name: 'recommend',
  folder,
  parameters: parametersSchema,
  headline: ['similar.hybrid.nDCG@10', 'search.fused.nDCG@10'],
  stages: {
    'Reading the catalogue': [0, 2],
    'Drawing photos': [2, 10],
    'Loading photos': [10, 20],
    'Encoding texts': [20, 45],
    'Encoding photos': [45, 75],
    'Combining and indexing': [75, 85],
    Measuring: [85, 95],
    Saving: [95, 100],
  },
  result: resultSchema,
  published: async (dir, note) => note((await registerRun(dir)).line),
  run: async (parameters, context) => {
    const inputs = await readInputs(parameters, context);
    const encoded = await encodeParts(inputs, parameters, context);
    try {
      return await measureAndSave(inputs, encoded, parameters, context);
    } finally {
      await encoded.text.encoder.close();
      await encoded.image.encoder.close();
    }
  },
};

type Inputs = Awaited<ReturnType<typeof readInputs>>;
type EncodedParts = Awaited<ReturnType<typeof encodeParts>>;

async function readInputs(parameters: Parameters, { signal, step, note }: JobContext) {
  const { DATA, COLUMNS, LANGUAGE, QRELS, RANDOM_SEED } = parameters;
  step('Reading the catalogue');
  const source = await openSource({
    data: DATA,
    columns: COLUMNS,
    language: LANGUAGE,
    signal,
    onProgress: (done, total) => step('Drawing photos', done, total),
    onFetched: (products) => step(`Fetching products, ${products.toLocaleString('en')} so far`),
  });
  note(source.description);
  note(source.language.line);
  const { products, counts } = source.catalog;
  if (counts.rejected > 0) note(`${counts.rejected} rows set aside; config.json of the run says why`);
  const { sample } = source;
  const relevance = await loadRelevance({ products, qrels: QRELS, sample, seed: RANDOM_SEED });
  for (const warning of relevance.warnings) note(warning);
  const photos = await loadPhotos(source.catalog, {
    ...photoOptions(parameters),
    signal,
    onProgress: (done, total) => step('Loading photos', done, total),
  });
  note(describePhotos(photos));
  return { source, products, relevance, photos };
}

async function encodeParts(
  { source, products, relevance, photos }: Inputs,
  parameters: Parameters,
  { signal, step, note }: JobContext,
) {
  const { RANDOM_SEED: seed, DEVICE: device } = parameters;
  step('Finding the text encoder');
  const corpus = products.map(productText);
  const text = await resolveTextEncoder({
    model: parameters.TEXT_MODEL,
    dtype: parameters.TEXT_DTYPE,
    device,
    corpus,
    sample: corpus,
    judgments: itemJudgments(relevance, products, corpus),
    seed,
    language: source.language.language,
  });
  note(text.fallbackReason ?? text.details);
  const texts = await encodeTexts(products, text.encoder, {
    batchSize: parameters.TEXT_BATCH_SIZE,
    signal,
    onProgress: (done, total) => step('Encoding texts', done, total),
  });
  note(`texts: ${describeEncoded(texts)}`);
  step('Finding the image encoder');
  const image = await resolveImageEncoder({
    model: parameters.IMAGE_MODEL,
    dtype: parameters.IMAGE_DTYPE,
    device,
    sample: photos.paths.filter((path) => path !== null),
    judgments: itemJudgments(relevance, products, photos.paths),
  });
  note(image.fallbackReason ?? image.details);
  const features = await encodePhotos(products, photos.paths, image.encoder, {
    further: photos.further,
    batchSize: parameters.IMAGE_BATCH_SIZE,
    signal,
    onProgress: (done, total) => step('Encoding photos', done, total),
  });
  note(`photos: ${describeEncoded(features)}`);
  return { text, texts, image, features };
}

async function measureAndSave(
  { source, products, relevance, photos }: Inputs,
  { text, texts, image, features }: EncodedParts,
  parameters: Parameters,
  { run, step, note }: JobContext,
): Promise<RecommendResult> {
  const { ALPHA: alpha, BETA: beta, RANDOM_SEED: seed } = parameters;
  step('Combining and indexing');
  const further = await furtherParts(source, parameters);
  further.description.forEach(note);
  const built = buildSpaces({
    text: texts.vectors,
    image: features.vectors,
    alpha,
    beta,
    further: further.parts,
  });
  const recommender = new Recommender({
    products,
    spaces: built.spaces,
    photos: photos.paths,
    encodeQuery: queryEncoder(async () => text.encoder, built.scalers.text),
    encodePhoto: photoEncoder(async () => image.encoder, built.scalers.image),
    weights: built.weights,
    index: parameters.INDEX,
    seed,
    language: source.language.language,
  });
  try {
    note(await recommender.describeIndex());
    step('Measuring');
    const { similar, search } = await compareSystems(recommender, relevance);
    const quality = await spaceQuality(recommender, { seed });
    note(describeQuality(quality, products.length));
    const metrics = metricsOf({ relevance, similar, search, quality, seed });
    step('Saving');
    await savePlot(categoryFigure(products), run.path('plots', 'categories.png'));
    await savePlot(similarityFigure(built.spaces, seed), run.path('plots', 'similarity.png'));
    for (const comparison of [similar, search]) {
      if (!comparison) continue;
      const title = comparison.task === 'similar' ? 'Similar products' : 'Text search';
      const figure = comparisonFigure(comparison, ['P@5', 'nDCG@10', 'AP'], title, seed);
      await savePlot(figure, run.path('plots', `${comparison.task}.png`));
    }
    await saveRun(run, {
      recommender,
      built,
      textVectors: texts.vectors,
      imageVectors: features.vectors,
      textEncoder: text.encoder,
      photos: photos.paths,
      config: await runConfig({
        parameters,
        source,
        photos,
        encodedPhotos: features,
        text,
        image,
        relevance,
        further,
        built,
      }),
      metrics,
      comparisons: [similar, search],
    });
    headline(metrics, [text, image]).split('\n').forEach(note);
    return { products: products.length, ...metrics };
  } finally {
    await recommender.close();
  }
}
