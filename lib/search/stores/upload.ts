import { ArgumentError, shown } from '../../errors/index.js';
import { ServiceError } from '../../http/index.js';
import { assertFinite, row } from '../../vectors/index.js';
import type { Collection, UploadOptions, UploadReport } from './catalog-store.js';
import { productIdOf, recordOf } from './record.js';
import type { VectorRecord, VectorStore } from './vector-store.js';

/** Brings a store to the state of the collection: what is there already is not sent again. */
export async function upload(
  store: VectorStore,
  { products, vectors }: Collection,
  { prune = false, onProgress, signal }: UploadOptions,
): Promise<Omit<UploadReport, 'created'>> {
  const there = await store.ids({ signal });
  const current = new Set<string>();
  let uploaded = 0;
  let unchanged = 0;
  let leftOut = 0;

  function* changed(): Generator<VectorRecord> {
    for (const [i, product] of products.entries()) {
      const vector = row(vectors, i);
      if (vector.every((x) => x === 0)) {
        leftOut++;
        continue;
      }
      const record = recordOf(product, vector);
      current.add(record.id);
      if (there.has(record.id)) unchanged++;
      else yield record;
    }
  }
  const onStored = (records: number) => {
    uploaded += records;
    onProgress?.(uploaded + unchanged + leftOut, products.length);
  };
  await store.upsert(changed(), { onStored, signal }).catch((error) => {
    if (!(error instanceof ServiceError)) throw error;
    const { message, service, fault, httpStatus, code } = error;
    throw new ServiceError(
      `${message}; ${uploaded + unchanged} of ${products.length} products are there, run again to go on`,
      { service, fault, httpStatus: httpStatus ?? undefined, code: code ?? undefined },
    );
  });

  const given = new Set(products.map(({ id }) => id));
  const stale = [...there].filter((id) => {
    const product = productIdOf(id);
    return product !== null && !current.has(id) && (prune || given.has(product));
  });
  await store.delete(stale, { signal });
  onProgress?.(products.length, products.length);
  return { uploaded, unchanged, leftOut, removed: stale.length };
}

/** @throws {ArgumentError} for a collection that cannot be uploaded */
export function checkCollection({ products, vectors }: Collection): void {
  if (products.length !== vectors.rows) {
    throw new ArgumentError(
      `${products.length} products and ${vectors.rows} vectors were given; give one vector a product`,
    );
  }
  const seen = new Set<string>();
  for (const { id } of products) {
    if (seen.has(id)) throw new ArgumentError(`two products have the id ${shown(id)}; ids must differ`);
    seen.add(id);
  }
  assertFinite(vectors, 'vectors');
}
