import pLimit from 'p-limit';
import { z } from 'zod';
import { issueSentence } from '../../errors/index.js';
import { ServiceClient, serviceAddress, serviceKeyPair } from '../../http/index.js';
import { malformed } from '../malformed.js';
import type { Row } from '../source.js';
import { followed } from './pages.js';
import type { Shop, ShopOptions, ShopProduct } from './shop.js';

const service = 'WooCommerce';
const perPage = 100;
/** Requests for variations at once; a shop is often a small machine. */
const atOnce = 4;
const fields =
  `id,name,permalink,type,status,sku,description,short_description,price,regular_price,sale_price,
  date_modified_gmt,categories,brands,tags,images,attributes,variations`.replace(/\s+/g, '');
const variationFields = 'id,sku,price,image,attributes';

const productSchema = z.looseObject({
  id: z.int(),
  type: z.string(),
  date_modified_gmt: z.string().nullish(),
  variations: z.array(z.int()).optional(),
});
const listedSchema = z.object({ id: z.int(), date_modified_gmt: z.string().nullish() });
const variationSchema = z.looseObject({ id: z.int() });
const categorySchema = z.object({ id: z.int(), name: z.string(), parent: z.int() });
const categoriesOfRow = z.looseObject({ categories: z.array(z.looseObject({ id: z.int() })).catch([]) });

/** A WooCommerce shop, by the REST API v3. Source: WooCommerce REST API documentation, "Products", "Product variations", "Product categories", "Pagination". */
export function woocommerceShop(baseUrl: string, { signal, ...attempts }: ShopOptions): Shop {
  const root = `${serviceAddress(baseUrl, 'DATA')}/wp-json/wc/v3`;
  const key = serviceKeyPair(service, 'WOOCOMMERCE_CONSUMER_KEY', 'WOOCOMMERCE_CONSUMER_SECRET');
  const client = new ServiceClient({ service, keyIn: 'Basic', ...attempts, key, repeatable: true });
  const limit = pLimit(atOnce);

  /** A list, page by page; `page` and `per_page` are added. */
  function pagesOf<T extends { readonly id: number }>(
    path: string,
    query: Record<string, string>,
    schema: z.ZodType<T>,
  ) {
    return followed(
      service,
      async (cursor) => {
        const page = cursor ?? '1';
        const search = new URLSearchParams({ ...query, page, per_page: String(perPage) });
        const answer = await client.send(`${root}${path}?${search}`, { signal });
        const parsed = z.array(schema).safeParse(answer.body);
        if (!parsed.success) throw malformed(service, issueSentence(parsed.error));
        const number = (name: string) => Number(answer.header(name) ?? Number.NaN);
        const pages = number('x-wp-totalpages');
        const hasNext = Number.isNaN(pages) ? answer.next !== null : Number(page) < pages;
        // A page without anything is the last, whatever is said of further ones.
        const next = hasNext && parsed.data.length > 0 ? String(Number(page) + 1) : null;
        return { items: parsed.data, next, total: number('x-wp-total') };
      },
      signal,
    );
  }

  async function all<T extends { readonly id: number }>(
    path: string,
    query: Record<string, string>,
    schema: z.ZodType<T>,
  ): Promise<T[]> {
    const items: T[] = [];
    for await (const page of pagesOf(path, query, schema)) items.push(...page.items);
    return items;
  }

  async function whole(product: z.infer<typeof productSchema>): Promise<ShopProduct> {
    const { id, variations = [] } = product;
    const of = `/products/${id}/variations`;
    const found =
      variations.length > 0 ? await limit(() => all(of, { _fields: variationFields }, variationSchema)) : [];
    return { ...stampOf(product), row: { ...product, variations: found } };
  }

  async function* products(query: Record<string, string>) {
    const given = { status: 'publish', orderby: 'id', order: 'asc', _fields: fields, ...query };
    for await (const page of pagesOf('/products', given, productSchema)) {
      yield { ...page, items: await Promise.all(page.items.map(whole)) };
    }
  }

  return {
    service,
    stampOf,
    changed: (since) =>
      products(since ? { modified_after: since.toISOString().slice(0, 19), dates_are_gmt: 'true' } : {}),
    async *listed() {
      const query = { status: 'publish', orderby: 'id', order: 'asc', _fields: 'id,date_modified_gmt' };
      for await (const page of pagesOf('/products', query, listedSchema)) {
        yield { ...page, items: page.items.map(stampOf) };
      }
    },
    async *byIds(ids) {
      for (let from = 0; from < ids.length; from += perPage) {
        yield* products({ include: ids.slice(from, from + perPage).join(',') });
      }
    },
    async finish(rows) {
      const categories = await all('/products/categories', { _fields: 'id,name,parent' }, categorySchema);
      const byId = new Map(categories.map((category) => [category.id, category]));
      return rows.map((row) => {
        const { categories: own } = categoriesOfRow.parse(row);
        return { ...row, category_paths: own.map(({ id }) => pathOf(id, byId)).join(', ') };
      });
    },
  };
}

function stampOf(row: Row): { id: string; updated: string } {
  return { id: String(row.id), updated: String(row.date_modified_gmt) };
}

/** 'Clothing > Hoodies', commas in names escaped as in the shop's own export. */
function pathOf(id: number, byId: ReadonlyMap<number, z.infer<typeof categorySchema>>): string {
  const names: string[] = [];
  const seen = new Set<number>();
  for (let at = byId.get(id); at && !seen.has(at.id); at = byId.get(at.parent)) {
    seen.add(at.id);
    names.unshift(at.name.replaceAll(',', '\\,'));
  }
  return names.join(' > ');
}
