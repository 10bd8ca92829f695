/**
 * Product catalogues and shoppers' events read, photos found, descriptions written.
 * @module vitrine/catalog
 * @example
 * ```ts
 * import { catalogSummary, loadPhotos, readCatalog } from 'vitrine/catalog';
 *
 * const catalog = await readCatalog('data/products.csv');
 * const photos = await loadPhotos(catalog);
 * console.log(catalogSummary(catalog), `${photos.found} photos`);
 * ```
 */

export { toDataFrame } from './data-frame.js';
export { describeProducts, withDescriptions } from './descriptions/index.js';
export { describePhotos, loadPhotos, type PhotoSet } from './load-photos.js';
export { columns } from './parse-product.js';
export { type Catalog, leafCategory, type Product, productText } from './product.js';
export { readCatalog } from './read-catalog.js';
export { type EventLog, readEvents } from './read-events.js';
export { catalogSummary } from './summary.js';
