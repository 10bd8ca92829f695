import { ArgumentError, shown } from '../errors/index.js';
import { openRecommender, type Space } from '../recommend/index.js';
import {
  compileFilters,
  localSearch,
  openPinecone,
  type PineconeOptions,
  withFallback,
} from '../search/index.js';
import { row } from '../vectors/index.js';
import { readFilter } from './read-filter.js';
import type { WhichRun } from './which-run.js';

interface IndexOptions extends WhichRun {
  /** Vectors that are searched. Default text for a query by text, else hybrid. */
  readonly space?: string;
  readonly index?: string;
  readonly namespace?: string;
}

interface UploadCommandOptions extends IndexOptions {
  readonly cloud: string;
  readonly region: string;
  readonly prune?: boolean;
}

/** `vitrine pinecone upload` */
export async function upload(options: UploadCommandOptions): Promise<void> {
  const space = spaceOf(options);
  const { region, prune } = options;
  const cloud = (['aws', 'gcp', 'azure'] as const).find((name) => name === options.cloud);
  if (!cloud) throw new ArgumentError(`--cloud ${shown(options.cloud)}: choose aws, gcp, azure`);
  const store = await openPinecone({ ...target(options), cloud, region });
  const shop = await openRecommender(options.run, { catalog: options.catalog });
  console.error(shop.from);
  const { products } = shop;
  const report = await store.upload(
    { products, vectors: shop.vectors(space) },
    {
      prune,
      onProgress: (done, total) => {
        if (process.stderr.isTTY)
          process.stderr.write(`\r${done}/${total} products${done === total ? '\n' : ''}`);
      },
    },
  );
  const { created, uploaded, unchanged, leftOut, removed } = report;
  console.log(
    `${target(options).index}${created ? ' (made)' : ''}: ${uploaded} uploaded, ${unchanged} were there, ${leftOut} have no vector, ${removed} old records removed`,
  );
  await shop.close();
}

/** `vitrine pinecone query`: products like the one with this id, or near a text. */
export async function query(
  id: string | undefined,
  options: IndexOptions & { k: string; filter?: string; text?: string },
): Promise<void> {
  const { text } = options;
  if ((id === undefined) === (text === undefined)) {
    throw new ArgumentError('query takes the uniq_id of a product, or --text with words; give one of them');
  }
  const space = spaceOf({ space: options.space ?? (text === undefined ? 'hybrid' : 'text') });
  if (text !== undefined && space !== 'text') {
    throw new ArgumentError(`--space ${shown(space)}: a text is near vectors of texts; leave --space out`);
  }
  const k = Number(options.k);
  if (!Number.isInteger(k) || k < 1)
    throw new ArgumentError(`--k ${shown(options.k)}: give a whole number from 1`);
  const filter = await readFilter(options.filter);
  const shop = await openRecommender(options.run, { catalog: options.catalog });
  console.error(shop.from);
  const { products } = shop;
  const own = id === undefined ? null : shop.rowOf(id);
  const vector = own === null ? await shop.encodeQuery(text ?? '') : row(shop.vectors(space), own);
  if (vector === null) throw new ArgumentError(`--text ${shown(text)}: no word of it is known; use others`);
  if (vector.every((x) => x === 0)) {
    throw new ArgumentError(`${shown(id)} has no vector in the space ${space}; choose another --space`);
  }
  const search = withFallback(
    async () =>
      (await openPinecone({ ...target({ ...options, space }), retries: 1 })).productSearch(products),
    localSearch(await shop.index(space), compileFilters(products)),
    { onWarning: (warning) => console.error(`warning: ${warning}`) },
  );
  const { neighbours, from } = await search.search(vector, k + 1, { filter });
  console.log(
    from === 'remote' ? `from Pinecone, ${target({ ...options, space }).index}` : 'from the local index',
  );
  const found = neighbours.filter((hit) => hit.row !== own).slice(0, k);
  for (const [i, hit] of found.entries()) {
    const product = products[hit.row];
    const price = product.price === null ? '' : `  ${product.price.toFixed(2)}`;
    console.log(
      `${String(i + 1).padStart(3)}  ${hit.score.toFixed(4)}  ${product.title}${price}  ${product.id}`,
    );
  }
  if (found.length === 0) console.log('nothing found');
  await shop.close();
}

/** `vitrine pinecone delete` */
export async function remove(options: IndexOptions & { yes?: boolean }): Promise<void> {
  spaceOf(options);
  const { index } = target(options);
  if (options.namespace !== undefined) {
    throw new ArgumentError('delete takes the whole index; leave out --namespace');
  }
  if (!options.yes)
    throw new ArgumentError(`this deletes ${index} with all that is in it; say so with --yes`);
  const store = await openPinecone({ index });
  console.log((await store.drop()) ? `${index} is deleted` : `there is no index ${index}`);
}

function target({ space = 'hybrid', index = `products-${space}`, namespace }: IndexOptions): PineconeOptions {
  return { index, namespace };
}

const spaces: readonly Space[] = ['hybrid', 'text', 'image', 'category', 'behavior'];

function spaceOf({ space = 'hybrid' }: IndexOptions): Space {
  const known = spaces.find((name) => name === space);
  if (!known) throw new ArgumentError(`--space ${shown(space)}: choose ${spaces.join(', ')}`);
  return known;
}
