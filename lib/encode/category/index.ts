export { type CategoryVectors, categoryVectors } from './category-vectors.js';
