/**
 * Pages to try a model in.
 * @module vitrine/serve
 * @example
 * ```ts
 * import { serveAdQuality } from 'vitrine/serve';
 *
 * const page = await serveAdQuality({ port: 8080 });
 * console.log(`open ${page.url}`);
 * ```
 */

export { serveAdQuality } from './serve-ad-quality.js';
