/**
 * Catalogues, ads with their compliance rules, and creatives, drawn where there is no data.
 * @module vitrine/samples
 * @example
 * ```ts
 * import { readCatalog } from 'vitrine/catalog';
 * import { ensureSample } from 'vitrine/samples';
 *
 * const { directory } = await ensureSample('data/sample-de', { language: 'de', count: 120 });
 * console.log((await readCatalog(`${directory}/catalog.csv`)).products.length); // 120
 * ```
 */

export { complianceRules, generateAds } from './ads/index.js';
export { ensureSample, type SampleCatalog } from './catalog/index.js';
export { drawCreatives } from './creatives/draw-creatives.js';
export { drawProductPhotos } from './photos/draw-product-photos.js';
