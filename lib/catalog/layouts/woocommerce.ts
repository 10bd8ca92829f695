import { deepestPath } from '../lists.js';
import { type Layout, paired, textOf } from './layout.js';

const attributes = Array.from({ length: 6 }, (_, i) => [
  `attribute ${i + 1} name`,
  `attribute ${i + 1} value s`,
]);

/** WooCommerce: the product export and the products of its REST API. A variation names its parent by SKU or `id:12`. */
export const woocommerce: Layout = {
  name: 'a WooCommerce export',
  signs: [
    ['ID', 'Type', 'SKU', 'Name', 'Regular price'],
    ['Type', 'SKU', 'Name', 'Parent', 'Images'],
    ['id', 'sku', 'name', 'permalink', 'regular_price'],
  ],
  columns: {
    uniq_id: ['SKU', 'ID'],
    title: ['Name'],
    brand: ['Brands', 'Brand', 'brands name'],
    description: ['Description', 'Short description'],
    price: ['Sale price', 'Regular price', 'price'],
    categories: ['category_paths', 'Categories', 'categories name'],
    images: ['Images', 'images src', 'variations image src'],
  },
  reads: ['ID', 'SKU', 'Type', 'Parent', ...attributes.flat(), 'attributes name', 'attributes options'],
  attributes: (row) => [
    ...attributes.map(([name, value]) => [textOf(row[name]), row[value]] as const),
    ...paired(row['attributes name'], row['attributes options']),
  ],
  relation: (row) => ({
    parent: textOf(row.type) === 'variation' ? textOf(row.parent) : '',
    names: textOf(row.id) ? [`id:${textOf(row.id)}`] : [],
  }),
  categories: (value) =>
    typeof value === 'string'
      ? deepestPath(value.split(/(?<!\\),/).map((path) => path.replaceAll('\\,', ',')))
      : value,
};
