export { type DataFrame, toDataFrame } from './data-frame.js';
export {
  type DescribedProduct,
  type DescribeOptions,
  type DescriptionReport,
  describeProducts,
  type GeneratedDescription,
  type Stop,
  withDescriptions,
} from './descriptions/index.js';
export {
  type LoadPhotosOptions,
  loadPhotos,
  type PhotoSet,
} from './load-photos.js';
export { columns } from './parse-product.js';
export {
  type Catalog,
  leafCategory,
  type Product,
  productText,
  type RowWarning,
} from './product.js';
export { type ReadCatalogOptions, readCatalog } from './read-catalog.js';
export {
  type EventLog,
  eventWeights,
  readEvents,
} from './read-events.js';
export { type CatalogSummary, catalogSummary } from './summary.js';
