export { descriptorEncoder } from './encoder.js';
