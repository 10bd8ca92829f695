/**
 * The main job: products like one, and text search. Compare, save, open; rules, why, near-duplicates, map.
 * @module vitrine/recommend
 * @example
 * ```ts
 * import { openRecommender } from 'vitrine/recommend';
 *
 * const shop = await openRecommender();
 * const results = await shop.search('modern black leather chair', { k: 5, filter: { priceMax: 300 } });
 * for (const { score, product } of results) console.log(score.toFixed(3), product.title, product.price);
 * const [first] = results;
 * if (first) console.log(await shop.recommend(first.product.id, { k: 5 }));
 * ```
 */

export { cannotTellApart } from './cannot-tell-apart.js';
export { compareSystems } from './compare.js';
export { quantizationRow, runConfig } from './config.js';
export { registerRun } from './current/register-run.js';
export { duplicateTable } from './duplicates/duplicate-table.js';
export { nearDuplicates } from './duplicates/near-duplicates.js';

export { describeEncoded, encodePhotos, encodeTexts } from './encode.js';
export { categoryFigure, comparisonFigure, pictures, similarityFigure, spread } from './figures.js';
export { furtherParts, shopperEvents } from './further-parts.js';
export { itemJudgments } from './item-judgments.js';
export { recommendJob } from './job.js';
export { catalogMap } from './map.js';
export { mapFigure } from './map-figure.js';
export {
  cutoffTable,
  describeQuality,
  extremeQueries,
  headline,
  metricsOf,
  spaceQuality,
} from './metrics.js';
export { openRecommender, queryEncoder, SavedRecommender } from './open.js';
export { checkParameters, photoOptions } from './parameters.js';
export { rankByParts } from './part-trials.js';
export { photoEncoder } from './photo-encoder.js';
export {
  type Recommendation,
  Recommender,
  type SearchBy,
  type SimilarBy,
  type Space,
} from './recommender.js';
export { judgedGroups, loadRelevance, phrases } from './relevance.js';
export { atMost, inStock, type LeftOut, notInAnotherColor, priceCeiling } from './rules.js';

export { saveRun } from './save.js';
export { openRankings, savedRelevance } from './saved-rankings.js';
export { inputNotes, openSource } from './source.js';
export { buildSpaces } from './spaces.js';
export { tuningFigure } from './tuning-figure.js';
export { explainer, savedParts } from './why.js';
