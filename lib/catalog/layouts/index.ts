import { amazon } from './amazon.js';
import type { Layout } from './layout.js';
import { magento } from './magento.js';
import { merchant } from './merchant.js';
import { own } from './own.js';
import { schemaOrg } from './schema-org.js';
import { shopify } from './shopify.js';
import { woocommerce } from './woocommerce.js';

export { headerKey } from './header-key.js';
export type { Field, Layout, Relation, Row } from './layout.js';
export { own } from './own.js';
export { currencyNames, synonyms } from './synonyms.js';

/** Layouts that are known, the more particular ones first: an item's name and sku are schema.org's before they are Amazon's. */
export const layouts: readonly Layout[] = [own, shopify, woocommerce, magento, schemaOrg, amazon, merchant];
