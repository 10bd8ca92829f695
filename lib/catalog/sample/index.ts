export {
  type BehaviorSampleOptions,
  type SampleEvent,
  sampleBehavior,
  writeSampleBehavior,
} from './behavior.js';
export { ensureSample, type SampleCatalog, SampleError, type SampleOptions } from './sample.js';
