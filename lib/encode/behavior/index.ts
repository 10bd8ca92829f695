export {
  type BehaviorMethod,
  type BehaviorOptions,
  type BehaviorVectors,
  behaviorVectors,
} from './behavior-vectors.js';
