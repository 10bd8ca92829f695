export {
  type LinearHead,
  probabilities,
  type SoftmaxRegressionOptions,
  softmaxRegression,
} from './softmax-regression.js';
