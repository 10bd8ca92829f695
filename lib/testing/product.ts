import type { Product } from '../catalog/index.js';

/** A product of which only what is given is known. */
export function productOf(id: string, about: Partial<Product> = {}): Product {
  return {
    id,
    title: '',
    brand: '',
    description: '',
    price: null,
    categories: [],
    images: [],
    manufacturer: '',
    packageDimensions: '',
    countryOfOrigin: '',
    material: '',
    color: '',
    ...about,
  };
}
