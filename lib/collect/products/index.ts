export { isProductAddress } from './address.js';
export { type FetchedProducts, fetchProducts } from './fetch-products.js';
