import { ArgumentError, shown } from '../errors/index.js';
import { openRecommender, type Space } from '../recommend/index.js';
import {
  compileFilters,
  localSearch,
  openPinecone,
  type PineconeOptions,
  parseFilter,
  withFallback,
} from '../search/index.js';
import { row } from '../vectors/index.js';

interface IndexOptions {
  readonly space: string;
  readonly index?: string;
  readonly namespace?: string;
  readonly run?: string;
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
  const shop = await openRecommender(options.run);
  const { products } = shop;
  const report = await store.upload(
    { products, vectors: shop.spaces[space] },
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

/** `vitrine pinecone query` */
export async function query(
  id: string,
  options: IndexOptions & { k: string; filter?: string },
): Promise<void> {
  const space = spaceOf(options);
  const k = Number(options.k);
  if (!Number.isInteger(k) || k < 1)
    throw new ArgumentError(`--k ${shown(options.k)}: give a whole number from 1`);
  const filter = options.filter === undefined ? undefined : parseFilter(options.filter);
  const shop = await openRecommender(options.run);
  const { products } = shop;
  const own = shop.rowOf(id);
  const vector = row(shop.spaces[space], own);
  if (vector.every((x) => x === 0)) {
    throw new ArgumentError(`${shown(id)} has no vector in the space ${space}; choose another --space`);
  }
  const search = withFallback(
    async () => (await openPinecone({ ...target(options), retries: 1 })).productSearch(products),
    localSearch(await shop.index(space), compileFilters(products)),
    { onWarning: (warning) => console.error(`warning: ${warning}`) },
  );
  const { neighbours, from } = await search.search(vector, k + 1, { filter });
  console.log(from === 'remote' ? `from Pinecone, ${target(options).index}` : 'from the local index');
  const found = neighbours.filter((hit) => hit.row !== own).slice(0, k);
  for (const [i, hit] of found.entries()) {
    const product = products[hit.row];
    const price = product.price === null ? '' : `  $${product.price.toFixed(2)}`;
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
  console.log((await store.deleteIndex()) ? `${index} is deleted` : `there is no index ${index}`);
}

function target({ space, index = `products-${space}`, namespace }: IndexOptions): PineconeOptions {
  return { index, namespace };
}

function spaceOf({ space }: IndexOptions): Space {
  const known = (['combined', 'text', 'image'] as const).find((name) => name === space);
  if (!known) throw new ArgumentError(`--space ${shown(space)}: choose combined, text, image`);
  return known;
}
