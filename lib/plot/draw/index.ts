export { type FontMetrics, fontFiles, readMetrics } from './font.js';
