import type { Layout } from './layout.js';

/** A property of a product, at the top or in an element of an ItemList. */
const of = (...names: string[]) => [...names, ...names.map((name) => `item ${name}`)];

/** schema.org Product in JSON-LD: a list of them, a @graph, or an ItemList. */
export const schemaOrg: Layout = {
  name: 'schema.org products',
  signs: [
    ['@type', 'name'],
    ['item @type', 'item name'],
  ],
  columns: {
    uniq_id: of('sku', 'productID', 'gtin', 'gtin13', 'mpn', '@id', 'url'),
    title: of('name'),
    brand: of('brand name', 'brand'),
    description: of('description'),
    price: of('offers price', 'offers lowPrice', 'offers priceSpecification price'),
    categories: of('category', 'category name'),
    images: of('image', 'image url', 'image contentUrl'),
    manufacturer: of('manufacturer name', 'manufacturer'),
    country_of_origin: of('countryOfOrigin name', 'countryOfOrigin'),
    material: of('material'),
    color: of('color'),
  },
};
