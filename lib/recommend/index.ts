export { baseTitle } from './base-title.js';
export {
  type Comparison,
  compareSystems,
  standardMetrics,
} from './compare.js';
export { quantizationRow, runConfig } from './config.js';
export { type RunRegistration, registerRun } from './current/register-run.js';
export { duplicateTable } from './duplicates/duplicate-table.js';
export {
  type NearDuplicateOptions,
  type NearDuplicates,
  nearDuplicates,
} from './duplicates/near-duplicates.js';
export type { DuplicateGroup, DuplicatePair } from './duplicates/pair-list.js';
export { describeEncoded, type EncodedPhotos, encodePhotos, encodeTexts } from './encode.js';
export { categoryFigure, comparisonFigure, pictures, similarityFigure, spread } from './figures.js';
export { type FurtherParts, furtherParts, shopperEvents } from './further-parts.js';
export { itemJudgments } from './item-judgments.js';
export { type RecommendResult, recommendJob } from './job.js';
export { type CatalogMap, catalogMap, type MapOptions } from './map.js';
export { mapFigure } from './map-figure.js';
export {
  cutoffTable,
  extremeQueries,
  headline,
  type Measured,
  type Metrics,
  metricsOf,
  spaceQuality,
} from './metrics.js';
export { openRecommender, queryEncoder, SavedRecommender } from './open.js';
export { checkParameters, type Parameters } from './parameters.js';
export { rankByParts } from './part-trials.js';
export {
  type RankOptions,
  type Recommendation,
  Recommender,
  type RecommenderParts,
  type SearchBy,
  type SimilarBy,
  type Space,
  type Spaces,
} from './recommender.js';
export { loadRelevance, phrases, type Relevance } from './relevance.js';
export {
  applyRules,
  atMost,
  inStock,
  type LeftOut,
  notInAnotherColor,
  priceCeiling,
  type Ranked,
  type Rule,
  type RuleTest,
} from './rules.js';
export type { EncoderRecord, EventsRecord, RunConfig } from './run-config.js';
export { type SavedParts, saveRun } from './save.js';
export { openRankings, type SavedRankings, savedRelevance } from './saved-rankings.js';
export { openSource, type Source } from './source.js';
export { type BuiltSpaces, buildSpaces, type FurtherPart, type SpaceOptions } from './spaces.js';
export { tuningFigure } from './tuning-figure.js';
export {
  explainer,
  type PartPlace,
  type SharedAttribute,
  type SharedColor,
  savedParts,
  type Why,
  type WhyPart,
} from './why.js';
