import { deepestPath } from '../lists.js';
import { type Layout, textOf } from './layout.js';

/** Magento 2 and Adobe Commerce: the product export. What a configurable product is made of has rows of its own. */
export const magento: Layout = {
  name: 'a Magento export',
  signs: [
    ['sku', 'attribute_set_code', 'product_type'],
    ['sku', 'store_view_code', 'name'],
  ],
  columns: {
    uniq_id: ['sku'],
    title: ['name'],
    brand: ['brand'],
    description: ['description', 'short_description'],
    price: ['price'],
    categories: ['categories'],
    images: ['base_image', 'additional_images', 'small_image'],
    manufacturer: ['manufacturer'],
    country_of_origin: ['country_of_manufacture'],
  },
  joins: true,
  reads: ['additional_attributes', 'configurable_variations'],
  attributes: (row) => pairs(row['additional attributes'], ','),
  relation: (row) => ({
    variants: textOf(row['configurable variations'])
      .split('|')
      .flatMap((variant) => pairs(variant, ','))
      .flatMap(([name, value]) => (name === 'sku' ? [value] : [])),
  }),
  categories: (value) => deepestPath(textOf(value).split(',').map(withoutRoot)),
  // Paths are relative to the shop's media folder, though they begin as absolute ones do.
  image: (path) => path.replace(/^\/+/, ''),
};

/** 'a=1,b=2' as pairs; a piece without a name belongs to the value before it. */
function pairs(value: unknown, separator: string): [string, string][] {
  const found: [string, string][] = [];
  for (const piece of textOf(value).split(separator)) {
    const [, name, text] = /^(\w+)=(.*)$/s.exec(piece) ?? [];
    const last = found.at(-1);
    if (name !== undefined) found.push([name, text]);
    else if (last) last[1] += separator + piece;
  }
  return found;
}

function withoutRoot(path: string): string {
  return path
    .split('/')
    .filter((name, i) => i > 0 || name !== 'Default Category')
    .join(' > ');
}
