export {
  type BehaviorMethod,
  type BehaviorOptions,
  type BehaviorVectors,
  behaviorVectors,
} from './behavior-vectors.js';
export type { BehaviorEvents } from './events.js';
