import { readFile, rm, stat } from 'node:fs/promises';
import { ServiceError } from '../../http/index.js';
import { writeFileAtomic } from '../../store/index.js';
import { jsonLines } from '../json-lines.js';
import type { Row } from '../source.js';
import type { Shop, ShopProduct } from './shop.js';

/** A shop's search may know of a change only minutes after it. */
const overlapMs = 10 * 60_000;
const reportMs = 5000;

/** What came of a fetch. */
export interface ShopFetch {
  readonly products: number;
  /** Products that are new or other than those kept before. */
  readonly changed: number;
  /** Products kept before that are no longer in the shop. */
  readonly gone: number;
  /** When the former fetch ended; null where there was none. */
  readonly since: Date | null;
}

export interface ShopFetchOptions {
  readonly signal?: AbortSignal;
  /** Told how many products were fetched so far, every few seconds. */
  readonly onFetched?: (products: number) => void;
}

/**
 * Brings the file of a shop's products up to date: what changed since the newest of them is asked for, then the list of
 * all, so that products that are gone go, and ones that slipped through are fetched by their ids. The file is replaced
 * whole at the end. What an interrupted fetch got is kept beside it, and the next one begins with that.
 * @throws {ServiceError}; the signal's reason once it is aborted
 */
export async function fetchShop(
  shop: Shop,
  file: string,
  options: ShopFetchOptions = {},
): Promise<ShopFetch> {
  const unfinished = `${file}.unfinished`;
  const kept = await keptProducts(shop, file);
  const resumed = await keptProducts(shop, unfinished);
  const products = new Map(resumed ?? kept ?? []);
  const fetching = new Fetch(shop, products, options);
  try {
    await fetching.run(resumed !== null);
  } catch (error) {
    if (fetching.fetched > 0) await writeRows(unfinished, products).catch(() => {});
    throw error;
  }
  const former = kept ?? new Map<string, ShopProduct>();
  const since = kept && (await stat(file)).mtime;
  await writeRows(file, await finished(shop, products));
  await rm(unfinished, { force: true });
  const changed = [...products.values()].filter(({ id, updated }) => former.get(id)?.updated !== updated);
  const gone = [...former.keys()].filter((id) => !products.has(id));
  return { products: products.size, changed: changed.length, gone: gone.length, since };
}

class Fetch {
  fetched = 0;
  #reported = performance.now();
  readonly #shop: Shop;
  readonly #products: Map<string, ShopProduct>;
  readonly #options: ShopFetchOptions;

  constructor(shop: Shop, products: Map<string, ShopProduct>, options: ShopFetchOptions) {
    this.#shop = shop;
    this.#products = products;
    this.#options = options;
  }

  async run(isResumed: boolean): Promise<void> {
    const wasOnePage = await this.#take(this.#shop.changed(newest(this.#products)));
    await this.#compare(wasOnePage && !isResumed);
  }

  /** @returns whether all came on one page */
  async #take(pages: ReturnType<Shop['changed']>): Promise<boolean> {
    let wasOnePage = true;
    for await (const { items, isWhole } of pages) {
      wasOnePage &&= isWhole;
      for (const product of items) this.#products.set(product.id, product);
      this.fetched += items.length;
      if (performance.now() - this.#reported < reportMs) continue;
      this.#reported = performance.now();
      this.#options.onFetched?.(this.fetched);
    }
    return wasOnePage;
  }

  /** @param isTrusted whether as many products as the shop has must be the same */
  async #compare(isTrusted: boolean): Promise<void> {
    const products = this.#products;
    const listed = new Map<string, string>();
    for await (const { items, total } of this.#shop.listed()) {
      for (const { id, updated } of items) listed.set(id, updated);
      const isSame = total === products.size && items.every(({ id }) => products.has(id));
      if (isTrusted && isSame && total > 0) return;
    }
    if (listed.size === 0) {
      const { service } = this.#shop;
      throw new ServiceError(
        `${service} lists no product that shoppers can see; publish some, or check what the key may read`,
        { service, fault: 'rejected' },
      );
    }
    for (const id of products.keys()) if (!listed.has(id)) products.delete(id);
    const other = [...listed].filter(([id, updated]) => products.get(id)?.updated !== updated);
    if (other.length > 0) await this.#take(this.#shop.byIds(other.map(([id]) => id)));
  }
}

function newest(products: ReadonlyMap<string, ShopProduct>): Date | null {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { updated } of products.values()) latest = Math.max(latest, timeOf(updated));
  return Number.isFinite(latest) ? new Date(latest - overlapMs) : null;
}

/** A time without a zone is UTC. */
function timeOf(text: string): number {
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

/** Null where there is no file, or one that cannot be read: then everything is fetched. */
async function keptProducts(shop: Shop, file: string): Promise<Map<string, ShopProduct> | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (!text) return null;
  try {
    const rows: Row[] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    return new Map(
      rows.map((row) => ({ ...shop.stampOf(row), row })).map((product) => [product.id, product]),
    );
  } catch {
    return null;
  }
}

async function finished(
  shop: Shop,
  products: ReadonlyMap<string, ShopProduct>,
): Promise<ReadonlyMap<string, ShopProduct>> {
  if (!shop.finish) return products;
  const all = [...products.values()];
  const rows = await shop.finish(all.map(({ row }) => row));
  return new Map(all.map((product, i) => [product.id, { ...product, row: rows[i] }]));
}

/** By id, so that the same products make the same file. */
function writeRows(file: string, products: ReadonlyMap<string, ShopProduct>): Promise<void> {
  const sorted = [...products.values()].sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
  return writeFileAtomic(file, jsonLines(sorted.map(({ row }) => row)));
}
