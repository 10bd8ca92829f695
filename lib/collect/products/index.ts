export { isProductAddress } from './address.js';
export { fetchProducts } from './fetch-products.js';
