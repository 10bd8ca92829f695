export { differentiableOperators, gradient, gradientName } from './gradient.js';
