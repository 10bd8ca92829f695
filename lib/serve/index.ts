export { serveAdQuality } from './serve-ad-quality.js';
