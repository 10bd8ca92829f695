/** The tables of products, their photos, and the models that were trained on them. */
export { modelShape, photoShape, productShape, tableNames } from './tables.js';
