export { ensureSample, type SampleCatalog, SampleError, type SampleOptions } from './sample.js';
