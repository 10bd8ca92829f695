export { differentiableOperators, gradient, gradientName } from './gradient.js';
export { tensorShapes } from './shapes.js';
