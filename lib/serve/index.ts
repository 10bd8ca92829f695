export { type PageServer, type ServeOptions, serveAdQuality } from './serve-ad-quality.js';
