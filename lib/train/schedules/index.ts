export { type CosineOptions, constant, cosine, type Schedule, warmUp } from './schedules.js';
