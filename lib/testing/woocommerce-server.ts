import { type Answer, type Request, type ServiceServer, serviceServer } from './service-server.js';

export const wooKey = 'ck_0123456789abcdefHUSH';
export const wooSecret = 'cs_0123456789abcdefHUSH';

export interface WooVariation {
  readonly id: number;
  readonly sku: string;
  readonly price: string;
  readonly image: { readonly id: number; readonly src: string } | null;
  readonly attributes: readonly { readonly id: number; readonly name: string; readonly option: string }[];
}

export interface WooProduct {
  id: number;
  name: string;
  type: 'simple' | 'variable';
  status: 'publish' | 'draft';
  sku: string;
  price: string;
  date_modified_gmt: string;
  categories: { id: number; name: string; slug: string }[];
  images: { id: number; src: string }[];
  attributes: { id: number; name: string; variation: boolean; options: string[] }[];
  variations: WooVariation[];
}

/** A simple product of two categories, those with odd ids with a SKU. */
export function wooProduct(id: number): WooProduct {
  return {
    id,
    name: `Hoodie ${id}`,
    type: 'simple',
    status: 'publish',
    sku: id % 2 ? `H-${id}` : '',
    price: '25.00',
    date_modified_gmt: '2026-03-01T08:00:00',
    categories: [
      { id: 3, name: 'Sale &amp; more', slug: 'sale' },
      { id: 2, name: 'Hoodies, warm', slug: 'hoodies' },
    ],
    images: [{ id: 1, src: `https://shop.example/${id}.jpg` }],
    attributes: [{ id: 0, name: 'Material', variation: false, options: ['Cotton'] }],
    variations: [],
  };
}

export interface WooServer extends ServiceServer {
  readonly products: Map<number, WooProduct>;
  readonly categories: { id: number; name: string; parent: number }[];
  /** Pages that X-WP-TotalPages tells of, in place of those that there are. */
  toldPages: number | undefined;
}

/** A WooCommerce shop on this machine, for tests: its lists of products, variations and categories, as documented. */
export async function wooServer(
  products: readonly WooProduct[],
  categories: readonly { id: number; name: string; parent: number }[],
): Promise<WooServer> {
  const state = {
    products: new Map(products.map((product) => [product.id, product])),
    categories: [...categories],
    toldPages: undefined as number | undefined,
  };
  const server = await serviceServer((request) => {
    const [, pair = ''] = (request.headers.authorization ?? '').split('Basic ');
    if (Buffer.from(pair, 'base64').toString() !== `${wooKey}:${wooSecret}`) {
      const message = `Consumer secret is invalid: ${Buffer.from(pair, 'base64')}`;
      return {
        status: 401,
        body: { code: 'woocommerce_rest_authentication_error', message, data: { status: 401 } },
      };
    }
    const at = request.path.replace(/^\/shop\/wp-json\/wc\/v3/, '');
    if (at === '/products/categories') return listed(request, state.categories);
    const parent = /^\/products\/(\d+)\/variations$/.exec(at)?.[1];
    if (parent) return listed(request, state.products.get(Number(parent))?.variations ?? []);
    if (at === '/products') return listed(request, found(state.products, request.query), state.toldPages);
    return {
      status: 404,
      body: { code: 'rest_no_route', message: 'No route was found', data: { status: 404 } },
    };
  });
  return Object.assign(state, server);
}

function found(products: ReadonlyMap<number, WooProduct>, query: URLSearchParams) {
  const after = query.get('modified_after');
  const include = query.get('include')?.split(',').map(Number);
  const status = query.get('status') ?? 'any';
  return [...products.values()]
    .filter((product) => status === 'any' || product.status === status)
    .filter(({ date_modified_gmt }) => !after || date_modified_gmt > after)
    .filter(({ id }) => !include || include.includes(id))
    .sort((a, b) => a.id - b.id)
    .map((product) => ({
      ...product,
      permalink: `https://shop.example/product/${product.id}`,
      regular_price: product.type === 'simple' ? product.price : '',
      sale_price: '',
      description: `<p>About ${product.name}</p>`,
      short_description: '',
      variations: product.variations.map(({ id }) => id),
    }));
}

function listed({ query, path }: Request, all: readonly object[], told?: number): Answer {
  const perPage = Number(query.get('per_page') ?? 10);
  if (perPage > 100) return { status: 400, body: { code: 'rest_invalid_param', message: 'per_page' } };
  const page = Number(query.get('page') ?? 1);
  const pages = told ?? Math.ceil(all.length / perPage);
  const fields = query.get('_fields')?.split(',');
  const body = all.slice((page - 1) * perPage, page * perPage).map((item) => {
    const entries = Object.entries(item).filter(([name]) => !fields || fields.includes(name));
    return Object.fromEntries(entries);
  });
  // As behind a proxy: an address that is not the one that was asked.
  const link = page < pages ? { link: `<http://internal${path}?page=${page + 1}>; rel="next"` } : {};
  const headers = { 'x-wp-total': String(all.length), 'x-wp-totalpages': String(pages), ...link };
  return { headers: headers as Record<string, string>, body };
}
