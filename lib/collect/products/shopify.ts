import { z } from 'zod';
import { issueSentence } from '../../errors/index.js';
import { type Dialect, ServiceClient, ServiceError, serviceAddress, serviceKey } from '../../http/index.js';
import { malformed } from '../malformed.js';
import type { Row } from '../source.js';
import { followed } from './pages.js';
import type { Shop, ShopOptions, ShopProduct } from './shop.js';

const service = 'Shopify';
const version = '2026-07';
/** What a page may cost is limited; the shop says where it is too much. */
const firstPageSize = 40;
const listedPageSize = 250;
const variantsTogether = 100;

const product = `
  id handle title descriptionHtml vendor productType tags status updatedAt
  category { fullName }
  options { name optionValues { name } }
  media(first: 20) { nodes { ... on MediaImage { image { url } } } }
  variants(first: 25) { pageInfo { hasNextPage endCursor } nodes { id sku title price } }`;
const changedQuery = `query ($first: Int!, $after: String, $query: String!) {
  products(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    pageInfo { hasNextPage endCursor } nodes { ${product} } } }`;
const listedQuery = `query ($first: Int!, $after: String, $query: String!) {
  products(first: $first, after: $after, query: $query, sortKey: ID) {
    pageInfo { hasNextPage endCursor } nodes { id updatedAt } } }`;
const nodesQuery = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Product { ${product} } } }`;
const variantsQuery = `query ($id: ID!, $first: Int!, $after: String) { product(id: $id) {
  variants(first: $first, after: $after) { pageInfo { hasNextPage endCursor } nodes { id sku title price } } } }`;
const visible = 'status:active';

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
const variant = z.object({
  id: z.string(),
  sku: z.string().nullish(),
  title: z.string().nullish(),
  price: z.string(),
});
const variants = z.object({ pageInfo, nodes: z.array(variant) });
const productSchema = z.object({
  id: z.string(),
  handle: z.string(),
  title: z.string(),
  descriptionHtml: z.string().nullish(),
  vendor: z.string().nullish(),
  productType: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  status: z.string(),
  updatedAt: z.string(),
  category: z.object({ fullName: z.string() }).nullish(),
  options: z.array(z.object({ name: z.string(), optionValues: z.array(z.object({ name: z.string() })) })),
  media: z.object({ nodes: z.array(z.object({ image: z.object({ url: z.string() }).nullish() })) }),
  variants,
});
type Product = z.infer<typeof productSchema>;
const pageOf = <T extends z.ZodType>(node: T) =>
  z.object({ products: z.object({ pageInfo, nodes: z.array(node) }) });
const nodesSchema = z.object({ nodes: z.array(productSchema.nullable()) });
const furtherSchema = z.object({ product: z.object({ variants }).nullable() });
const listedSchema = pageOf(z.object({ id: z.string(), updatedAt: z.string() }));

const errorsSchema = z.looseObject({
  errors: z.array(z.looseObject({ extensions: z.looseObject({ code: z.string() }).optional() })).min(1),
});
const costSchema = z.looseObject({
  extensions: z.looseObject({
    cost: z.looseObject({
      requestedQueryCost: z.number(),
      throttleStatus: z.looseObject({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
    }),
  }),
});
const faults = {
  THROTTLED: 'limited',
  ACCESS_DENIED: 'refused',
  SHOP_INACTIVE: 'refused',
  INTERNAL_SERVER_ERROR: 'failed',
} as const;

/** The GraphQL Admin API tells of its errors with status 200, and of what is left of its limit with each answer. */
const dialect: Dialect = {
  service,
  keyIn: 'X-Shopify-Access-Token',
  faultOf: (status, body) => {
    const parsed = errorsSchema.safeParse(body);
    if (!parsed.success || status >= 400) return undefined;
    const code = parsed.data.errors[0].extensions?.code ?? '';
    return faults[code as keyof typeof faults] ?? 'rejected';
  },
  restMs: (body) => {
    const parsed = costSchema.safeParse(body);
    if (!parsed.success) return 0;
    const { requestedQueryCost, throttleStatus } = parsed.data.extensions.cost;
    const lacking = requestedQueryCost - throttleStatus.currentlyAvailable;
    return Math.max(0, (lacking / throttleStatus.restoreRate) * 1000);
  },
};

/** A Shopify store, by the GraphQL Admin API. Source: shopify.dev, "products", "Product", "API limits", "API search syntax". */
export function shopifyShop(baseUrl: string, { signal, ...attempts }: ShopOptions): Shop {
  const url = `${serviceAddress(baseUrl, 'DATA')}/admin/api/${version}/graphql.json`;
  const key = serviceKey(service, 'SHOPIFY_ACCESS_TOKEN');
  const client = new ServiceClient({ ...dialect, ...attempts, key, repeatable: true });
  let pageSize = firstPageSize;

  async function ask<T>(query: string, variables: Row, schema: z.ZodType<T>): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const { body } = await client.send(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
      signal,
    });
    const parsed = z.object({ data: schema }).safeParse(body);
    if (!parsed.success) throw malformed(service, issueSentence(parsed.error));
    return parsed.data.data as T;
  }

  /** What a page of some size gives; smaller ones are asked for where the shop finds it too dear. */
  async function sized<T>(work: (size: number) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work(pageSize);
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== 'MAX_COST_EXCEEDED' || pageSize === 1)
          throw error;
        pageSize = Math.ceil(pageSize / 2);
      }
    }
  }

  async function whole(found: Product): Promise<ShopProduct> {
    const { nodes: all, pageInfo: info } = found.variants;
    const further = nextOf(info);
    const pages = followed(
      service,
      async (cursor) => {
        const variables = { id: found.id, first: variantsTogether, after: cursor ?? further };
        const { product: more } = await ask(variantsQuery, variables, furtherSchema);
        return { items: more?.variants.nodes ?? [], next: more && nextOf(more.variants.pageInfo) };
      },
      signal,
    );
    if (further !== null) for await (const { items } of pages) all.push(...items);
    return { id: found.id, updated: found.updatedAt, row: rowOf(found, all) };
  }

  const inTurn = async (found: readonly Product[]): Promise<ShopProduct[]> => {
    const items: ShopProduct[] = [];
    for (const one of found) items.push(await whole(one));
    return items;
  };

  return {
    service,
    stampOf: (row) => ({ id: String(row.id), updated: String(row.updated_at) }),
    changed: (since) => {
      const query = since ? `${visible} AND updated_at:>='${since.toISOString()}'` : visible;
      const schema = pageOf(productSchema);
      return followed(
        service,
        async (after) => {
          const { products } = await sized((first) => ask(changedQuery, { first, after, query }, schema));
          return { items: await inTurn(products.nodes), next: nextOf(products.pageInfo) };
        },
        signal,
      );
    },
    listed: () =>
      followed(
        service,
        async (after) => {
          const variables = { first: listedPageSize, after, query: visible };
          const { products } = await ask(listedQuery, variables, listedSchema);
          const items = products.nodes.map(({ id, updatedAt }) => ({ id, updated: updatedAt }));
          return { items, next: nextOf(products.pageInfo) };
        },
        signal,
      ),
    byIds: (ids) => {
      let done = 0;
      return followed(
        service,
        async () => {
          const { nodes } = await sized((size) =>
            ask(nodesQuery, { ids: ids.slice(done, done + size) }, nodesSchema),
          );
          done += nodes.length || ids.length;
          const found = nodes.filter((node) => node !== null);
          return { items: await inTurn(found), next: done < ids.length ? String(done) : null };
        },
        signal,
      );
    },
  };
}

function nextOf({ hasNextPage, endCursor }: z.infer<typeof pageInfo>): string | null {
  if (hasNextPage && !endCursor) throw malformed(service, 'a further page without its cursor');
  return hasNextPage ? (endCursor ?? null) : null;
}

/** In the form of the shop's own products.json, which the catalogue's reader knows. */
function rowOf(found: Product, all: readonly z.infer<typeof variant>[]): Row {
  return {
    id: found.id,
    handle: found.handle,
    title: found.title,
    body_html: found.descriptionHtml,
    vendor: found.vendor,
    category: found.category?.fullName,
    product_type: found.productType,
    tags: found.tags,
    status: found.status,
    updated_at: found.updatedAt,
    options: found.options.map(({ name, optionValues }) => ({
      name,
      values: optionValues.map((value) => value.name),
    })),
    variants: all,
    images: found.media.nodes.flatMap(({ image }) => (image ? [{ src: image.url }] : [])),
  };
}
