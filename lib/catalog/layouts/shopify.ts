import { type Layout, paired, textOf } from './layout.js';

const options = [1, 2, 3].map((i) => [`option${i} name`, `option${i} value`] as const);

/** Shopify: the export of the admin, of before 2025 and after, a row a variant or photo; and products.json. */
export const shopify: Layout = {
  name: 'a Shopify export',
  signs: [
    ['Handle', 'Title', 'Vendor', 'Variant Price'],
    ['Handle', 'Title', 'Image Src'],
    ['URL handle', 'Title', 'Vendor'],
    ['handle', 'title', 'body_html'],
  ],
  columns: {
    uniq_id: ['Handle', 'URL handle'],
    title: ['Title'],
    brand: ['Vendor'],
    description: ['Body (HTML)', 'Description'],
    price: ['Variant Price', 'Price', 'variants price'],
    categories: ['Product Category', 'Category', 'Type', 'product_type'],
    images: ['Image Src', 'Product image URL', 'images src', 'Variant Image', 'Variant image URL'],
    material: ['Fabric (product.metafields.shopify.fabric)', 'Material'],
    color: ['Color (product.metafields.shopify.color-pattern)', 'Color'],
    country_of_origin: ['Country of origin'],
  },
  joins: true,
  reads: [...options.flat(), 'options name', 'options values'],
  attributes: (row, names) => [
    ...options.map(([name, value], i) => {
      // Only the first row of a product names its options.
      names[i] ||= textOf(row[name]);
      return [names[i], row[value]] as const;
    }),
    ...paired(row['options name'], row['options values']),
  ],
};
