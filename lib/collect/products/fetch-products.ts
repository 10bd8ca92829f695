import path from 'node:path';
import { z } from 'zod';
import { parseOptions } from '../../records/index.js';
import { projectPath } from '../../store/index.js';
import { temporaryFolder } from '../../store/leases/index.js';
import { keptName, type ProductAddress, parseProductAddress } from './address.js';
import { fetchShop, type ShopFetch } from './fetch-shop.js';
import { shopifyShop } from './shopify.js';
import { foundTable } from './table.js';
import { woocommerceShop } from './woocommerce.js';

export interface FetchProductsOptions {
  /** Folder that what is fetched is kept in. Default `data`. */
  readonly folder?: string;
  /** Rows of a table that are read at most. Default all. */
  readonly rows?: number;
  /** Time for one attempt, to the last byte, in ms. Default 60,000. */
  readonly timeoutMs?: number;
  /** Further attempts after a failure that may pass. Default 5. */
  readonly retries?: number;
  /** The first pause between attempts, in ms; each later one is twice as long. Default 1,000. */
  readonly pauseMs?: number;
  readonly signal?: AbortSignal;
  /** Told how many products a shop gave so far, every few seconds. */
  readonly onFetched?: (products: number) => void;
}

/** Products that were fetched into a file. */
export interface FetchedProducts {
  /** JSON Lines, a product or row each; absolute. */
  readonly file: string;
  /** For people, without user and password: 'my-shop.myshopify.com, 3 changed since 2026-11-30 08:00, 1 gone'. */
  readonly origin: string;
  /** Removes the file where it is only the first rows of a table. */
  done(): Promise<void>;
}

const attemptsSchema = z.object({
  timeoutMs: z.int().min(1).default(60_000),
  retries: z.int().min(0).default(5),
  pauseMs: z.int().min(1).default(1000),
});

/**
 * Fetches products from where they live into one file in `data/`, which is replaced whole: a table or view of
 * PostgreSQL (`postgres://…?table=products`, `Host=…;Table=products`, `postgres:products` of DATABASE_URL, embedded
 * `pglite:data/shop.db?table=products`), a Shopify
 * store (`shopify://my-shop.myshopify.com`) or a WooCommerce shop (`woocommerce://shop.example`), whose keys come from
 * the environment or `.env`. Of a shop only what changed since the last time is asked for.
 * @throws {ServiceError} with 'no key' or 'refused' where the key is missing or wrong; else what went wrong with the shop
 * @throws {DatabaseError} where a database cannot be reached or read
 * @throws {ArgumentError} for an address that is none
 * @example await fetchProducts('shopify://my-shop.myshopify.com') // { file: '/…/data/shopify/my-shop.myshopify.com.jsonl', … }
 */
export async function fetchProducts(
  address: string,
  options: FetchProductsOptions = {},
): Promise<FetchedProducts> {
  const { folder = 'data', rows, signal, onFetched } = options;
  const attempts = parseOptions('fetchProducts', attemptsSchema, options);
  const place = parseProductAddress(address);
  if (place.kind === 'table') return fetchTable(place, projectPath(folder), { rows, signal });
  const { kind, title, baseUrl } = place;
  const file = path.join(projectPath(folder), keptName(kind, title));
  const shopOf = kind === 'shopify' ? shopifyShop : woocommerceShop;
  const fetched = await fetchShop(shopOf(baseUrl, { ...attempts, signal }), file, { signal, onFetched });
  return { file, origin: `${title}, ${changes(fetched)}`, done: async () => {} };
}

async function fetchTable(
  { title, table, open }: Extract<ProductAddress, { kind: 'table' }>,
  folder: string,
  { rows, signal }: { readonly rows?: number; readonly signal?: AbortSignal },
): Promise<FetchedProducts> {
  const database = await open();
  try {
    const found = await foundTable(database, table);
    const whole = `${title}/${found.title}`.replace(/^postgres:\/+/, '');
    const temporary = rows === undefined ? undefined : await temporaryFolder('table');
    const file = path.join(temporary?.path ?? folder, keptName('postgres', whole));
    await found.write(file, { rows, signal });
    const done = async () => temporary?.remove();
    return { file, origin: `${title}, table ${found.title}`, done };
  } finally {
    await database.close();
  }
}

function changes({ changed, gone, since }: ShopFetch): string {
  if (since === null) return 'fetched for the first time';
  const time = since.toISOString().slice(0, 16).replace('T', ' ');
  const lost = gone > 0 ? `, ${gone} gone` : '';
  return `${changed > 0 ? changed : 'none'} changed since ${time} UTC${lost}`;
}
