import { buildSchema, type ExecutionResult, graphql } from 'graphql';
import { type Answer, type ServiceServer, serviceServer } from './service-server.js';

export const shopifyToken = 'shpat_0123456789abcdefSECRET';

/** The part of the Admin API's schema, 2026-07, that has to do with products. */
const schema = buildSchema(`
  scalar DateTime scalar HTML scalar URL scalar Money
  enum ProductSortKeys { ID UPDATED_AT TITLE CREATED_AT }
  enum ProductStatus { ACTIVE ARCHIVED DRAFT }
  interface Node { id: ID! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type TaxonomyCategory implements Node { id: ID! fullName: String! name: String! }
  type ProductOptionValue implements Node { id: ID! name: String! }
  type ProductOption implements Node { id: ID! name: String! optionValues: [ProductOptionValue!]! }
  type Image { url: URL! altText: String }
  interface Media { alt: String }
  type MediaImage implements Media { alt: String image: Image }
  type Video implements Media { alt: String }
  type MediaConnection { nodes: [Media!]! pageInfo: PageInfo! }
  type ProductVariant implements Node { id: ID! sku: String title: String! price: Money! }
  type ProductVariantConnection { nodes: [ProductVariant!]! pageInfo: PageInfo! }
  type Product implements Node {
    id: ID! handle: String! title: String! descriptionHtml: HTML! vendor: String! productType: String!
    tags: [String!]! status: ProductStatus! updatedAt: DateTime! category: TaxonomyCategory
    options(first: Int): [ProductOption!]!
    media(first: Int, after: String): MediaConnection!
    variants(first: Int, after: String): ProductVariantConnection!
  }
  type ProductConnection { nodes: [Product!]! pageInfo: PageInfo! }
  type Query {
    products(first: Int, after: String, query: String, sortKey: ProductSortKeys = ID): ProductConnection!
    product(id: ID!): Product
    nodes(ids: [ID!]!): [Node]!
  }`);

export interface ShopifyProduct {
  id: number;
  title: string;
  status: 'ACTIVE' | 'DRAFT';
  updatedAt: string;
  category: string | null;
  colors: string[];
  prices: string[];
  images: string[];
}

export interface ShopifyServer extends ServiceServer {
  readonly products: Map<number, ShopifyProduct>;
  /** Points that a request may cost, what is left of them, and how many come back a second. */
  readonly limit: { most: number; left: number; restored: number };
  /** Where the list of products has no end: it names this cursor again and again. */
  endless: boolean;
}

/** A Shopify store on this machine, for tests: it checks and runs GraphQL by the documented schema, throttle included. */
export async function shopifyServer(products: readonly ShopifyProduct[]): Promise<ShopifyServer> {
  const state = {
    products: new Map(products.map((product) => [product.id, product])),
    limit: { most: 1000, left: 2000, restored: 100 },
    endless: false,
  };
  const rootValue = {
    products: (args: PageArguments & { query?: string; sortKey: string }) => {
      const connection = paged(found(state.products, args), args, nodeOf);
      const endless = { hasNextPage: true, endCursor: '1' };
      return state.endless ? { ...connection, pageInfo: endless } : connection;
    },
    product: ({ id }: { id: string }) => nodeOf(state.products.get(numberOf(id))),
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => nodeOf(state.products.get(numberOf(id)))),
  };
  const server = await serviceServer(async ({ method, path, headers, body }): Promise<Answer> => {
    if (method !== 'POST' || !/^\/admin\/api\/\d{4}-\d\d\/graphql\.json$/.test(path)) {
      return { status: 404, body: { errors: 'Not Found' } };
    }
    if (headers['x-shopify-access-token'] !== shopifyToken) {
      const given = headers['x-shopify-access-token'];
      return { status: 401, body: { errors: `[API] Invalid API key or access token ${given}` } };
    }
    const cost = costOf(body);
    const told = (actualQueryCost: number | null) => ({
      cost: {
        requestedQueryCost: cost,
        actualQueryCost,
        throttleStatus: {
          maximumAvailable: 2000,
          currentlyAvailable: state.limit.left,
          restoreRate: state.limit.restored,
        },
      },
    });
    const refused = (message: string, code: string) => ({
      body: { errors: [{ message, extensions: { code } }], extensions: told(null) },
    });
    if (cost > state.limit.most) return refused(`Query cost is ${cost}`, 'MAX_COST_EXCEEDED');
    if (cost > state.limit.left) {
      state.limit.left = 2000;
      return refused('Throttled', 'THROTTLED');
    }
    const { query: source, variables: variableValues } = body;
    const result: ExecutionResult = await graphql({ schema, source, variableValues, rootValue });
    return { body: { ...result, extensions: told(cost) } };
  });
  return Object.assign(state, server);
}

interface PageArguments {
  readonly first?: number;
  readonly after?: string;
}

/** An object a product, each of its media and variants, as the single query limit counts them. */
function costOf({ query, variables }: { query: string; variables: { first?: number; ids?: string[] } }) {
  const nodes = variables.ids?.length ?? variables.first ?? 1;
  return nodes * (query.includes('media') ? 20 : 1);
}

function found(
  products: ReadonlyMap<number, ShopifyProduct>,
  { query = '', sortKey }: { query?: string; sortKey: string },
) {
  const since = /updated_at:>='([^']+)'/.exec(query)?.[1];
  const status = /status:(\w+)/.exec(query)?.[1].toUpperCase();
  return [...products.values()]
    .filter((product) => !status || product.status === status)
    .filter(({ updatedAt }) => !since || Date.parse(updatedAt) >= Date.parse(since))
    .sort((a, b) => (sortKey === 'UPDATED_AT' && a.updatedAt.localeCompare(b.updatedAt)) || a.id - b.id);
}

function paged<T, N>(items: readonly T[], { first = 0, after }: PageArguments, node: (item: T) => N) {
  const from = after ? Number(after) : 0;
  const end = Math.min(items.length, from + first);
  return {
    nodes: items.slice(from, end).map(node),
    pageInfo: { hasNextPage: end < items.length, endCursor: String(end) },
  };
}

function numberOf(id: string): number {
  return Number(id.split('/').at(-1));
}

function nodeOf(product: ShopifyProduct | undefined) {
  if (!product) return null;
  const { id, title, status, updatedAt, category, colors, prices, images } = product;
  const media = [
    { __typename: 'Video', alt: 'how it is used' },
    ...images.map((url) => ({ __typename: 'MediaImage', image: { url } })),
  ];
  const variants = prices.map((price, i) => ({ id: `v${i}`, sku: `${id}-${i}`, title: `${i}`, price }));
  return {
    __typename: 'Product',
    ...{ title, status, updatedAt },
    id: `gid://shopify/Product/${id}`,
    handle: `product-${id}`,
    descriptionHtml: `<p>About ${title}</p>`,
    vendor: 'Acme',
    productType: 'Things',
    tags: ['new'],
    category: category && { id: 'c', fullName: category, name: category },
    options: [{ id: 'o', name: 'Color', optionValues: colors.map((name) => ({ id: name, name })) }],
    media: (args: PageArguments) => paged(media, args, (item) => item),
    variants: (args: PageArguments) => paged(variants, args, (item) => item),
  };
}
