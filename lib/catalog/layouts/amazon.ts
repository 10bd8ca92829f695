import { type Layout, textOf } from './layout.js';

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i + 1}`);

/** Amazon: the flat file of an inventory, below its lines of explanation, and the report of active listings. */
export const amazon: Layout = {
  name: 'an Amazon flat file',
  signs: [
    ['item_sku', 'item_name'],
    ['item-name', 'seller-sku', 'price'],
  ],
  columns: {
    uniq_id: ['item_sku', 'seller-sku'],
    title: ['item_name'],
    brand: ['brand_name', 'brand'],
    description: ['product_description', 'item-description', ...numbered('bullet_point', 10)],
    price: ['sale_price', 'standard_price', 'price', 'list_price'],
    categories: ['item_type_keyword', 'item_type', 'feed_product_type', 'product_type'],
    images: ['main_image_url', ...numbered('other_image_url', 8), 'image-url'],
    manufacturer: ['manufacturer'],
    package_dimensions: ['package_dimensions'],
    country_of_origin: ['country_of_origin'],
    material: ['material_type', 'material_type1', 'fabric_type'],
    color: ['color_name', 'color_map'],
  },
  together: ['description'],
  reads: ['parent_child', 'parentage_level', 'parent_sku'],
  relation: (row) => ({
    parent: /^child$/i.test(textOf(row['parent child']) || textOf(row['parentage level']))
      ? textOf(row['parent sku'])
      : '',
  }),
};
