export { type DescriptionReport, describeProducts } from './describe-products.js';
export { type DescribedProduct, type GeneratedDescription, withDescriptions } from './generated.js';
export type { DescribeOptions } from './options.js';
export type { Stop } from './stop.js';
