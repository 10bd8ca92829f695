export { ServeError } from './errors.js';
export { type PageServer, type ServeOptions, serveAdQuality } from './serve-ad-quality.js';
