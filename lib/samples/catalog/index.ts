export { sampleBehavior, writeSampleBehavior } from './behavior.js';
export { ensureSample, type SampleCatalog } from './sample.js';
