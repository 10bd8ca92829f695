import path from 'node:path';
import {
  type Database,
  isConnectionString,
  openDatabase,
  openEmbedded,
  parseConnection,
} from '../../database/index.js';
import { ArgumentError, shown } from '../../errors/index.js';
import { isLoopback } from '../../http/index.js';

/** Shops whose products are fetched from their own API. */
export type ShopKind = 'shopify' | 'woocommerce';

/** Where products are fetched from. */
export type ProductAddress =
  | {
      readonly kind: 'table';
      /** For people. */
      readonly title: string;
      readonly table: string | undefined;
      open(): Promise<Database>;
    }
  | {
      readonly kind: ShopKind;
      /** For people: 'my-shop.myshopify.com'. */
      readonly title: string;
      /** With the path below which the shop is, if there is one. */
      readonly baseUrl: string;
    };

const tableOfDefault = /^postgres(?:ql)?:(?!\/\/)(.+)$/i;
const tableOfFolder = /^pglite:([^?]+)(?:\?table=(.+))?$/i;
const scheme = /^([a-z][a-z\d+.-]+):\/\//i;

/** Whether products are fetched from there; a path of a file is none. */
export function isProductAddress(text: string): boolean {
  return [tableOfDefault, tableOfFolder, scheme].some((form) => form.test(text)) || isConnectionString(text);
}

/**
 * Reads `postgres://…?table=products`, `Host=…;Table=products`, `postgres:products` (of DATABASE_URL),
 * `pglite:data/shop.db?table=products` (embedded, by its folder), `shopify://my-shop.myshopify.com` or `woocommerce://shop.example`.
 * @throws {ArgumentError} for any other address
 */
export function parseProductAddress(text: string): ProductAddress {
  const table = tableOfDefault.exec(text)?.[1];
  if (table !== undefined || isConnectionString(text)) {
    const connection = parseConnection(table === undefined ? text : '');
    const open = () => openDatabase(connection, { connections: 1 });
    return { kind: 'table', title: String(connection), table: table ?? connection.table, open };
  }
  const [, folder, tableThere] = tableOfFolder.exec(text) ?? [];
  if (folder !== undefined) {
    return { kind: 'table', title: folder, table: tableThere, open: () => openEmbedded(folder) };
  }
  const kind = scheme.exec(text)?.[1].toLowerCase();
  if (kind !== 'shopify' && kind !== 'woocommerce') {
    const way = /^https?$/.test(kind ?? '') ? 'fetch the file and name its path' : 'or name a file';
    throw new ArgumentError(
      `products are not fetched from ${kind}://; there are shopify://, woocommerce:// and postgres://; ${way}`,
    );
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.host || url.username || url.search || url.hash) {
    throw new ArgumentError(
      `${shown(kind)} is followed by no bare address: write ${kind}://shop.example; keys belong into .env`,
    );
  }
  const host =
    kind === 'shopify' && /^[\w-]+$/.test(url.host) && !isLoopback(url.host)
      ? `${url.host}.myshopify.com`
      : url.host;
  const below = url.pathname.replace(/\/+$/, '');
  const isHere = isLoopback(url.hostname);
  return { kind, title: host + below, baseUrl: `${isHere ? 'http' : 'https'}://${host}${below}` };
}

/** Where what was fetched is kept, below `data/`. */
export function keptName(kind: string, title: string): string {
  return path.join(kind, `${title.replace(/[^\w.-]+/g, '-').replace(/^[-.]+/, '')}.jsonl`);
}
