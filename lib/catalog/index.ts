export { type Catalog, leafCategory, type Product, productText, type RejectedRow } from './product.js';
