/**
 * What a creative looks like in numbers; posts read and checked; models of engagement, brands, advice.
 * @module vitrine/creative
 * @example
 * ```ts
 * import { findCreativeModel, predictCreative } from 'vitrine/creative';
 *
 * const { model } = await findCreativeModel();
 * const context = { platform: 'instagram', hour: 18, weekday: 3, audience: 50_000 };
 * const { score, low, high, advice } = await predictCreative('creative.jpg', context, model);
 * console.log(score, [low, high], advice[0]);
 * ```
 */

export { fitBrand, scoreBrand } from './brand/brand.js';
export { standingAmong } from './brand/competitors.js';

export { describeCreative } from './features/extract.js';
export { creativeFeatureList } from './features/feature-list.js';

export { creativeJob } from './job.js';

export { creativeDrift } from './models/drift.js';

export { brandExample, looksOf, weakestHeldOut } from './models/examples.js';
export {
  dependenceFigure,
  importanceFigure,
  intervalFigure,
  leaderboardFigure,
  predictedFigure,
} from './models/figures.js';

export { checkCreativeParameters } from './models/parameters.js';
export { predictCreative } from './models/predict.js';
export {
  creativeRegistry,
  findCreativeModel,
  hashOfRows,
  registerCreativeModel,
} from './models/register.js';
export { creativeRetrainJob } from './models/retrain-job.js';

export { saveCreativeRun } from './models/save-run.js';
export { creativeSource } from './models/source.js';
export { adviceTable, headlineOf, platformTable } from './models/tables.js';
export { trainCreativeModels } from './models/train.js';

export { creativeTrends } from './models/trends.js';
export { abTestTable, readAbTests } from './posts/ab-tests.js';

export { featureTable } from './posts/feature-table.js';

export { readSocialPosts } from './posts/social-posts.js';

export { validateDataset } from './posts/validate-dataset.js';
export { validationReport } from './posts/validation-report.js';
