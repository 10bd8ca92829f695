import type { Layout } from './layout.js';

/** The feeds that Google Merchant Center and the catalogues of Meta read, as a table or as RSS or Atom. */
export const merchant: Layout = {
  name: 'a Google Merchant or Meta feed',
  signs: [
    ['id', 'title', 'link', 'image_link'],
    ['id', 'title', 'image_link', 'availability'],
    ['id', 'title', 'description', 'availability', 'price'],
  ],
  columns: {
    uniq_id: ['id'],
    title: ['title'],
    brand: ['brand'],
    description: ['description', 'summary', 'rich_text_description'],
    price: ['sale_price', 'price'],
    categories: ['product_type', 'google_product_category', 'fb_product_category', 'google_product_type'],
    images: ['image_link', 'additional_image_link', 'additional_image_links'],
    material: ['material'],
    color: ['color'],
    country_of_origin: ['country_of_origin', 'origin_country'],
  },
  // Google's categories may be numbers of its own list, which say nothing here.
  categories: (value) => (/^\d+$/.test(String(value)) ? undefined : value),
};
