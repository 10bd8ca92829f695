import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadPhotos, readCatalog } from '../catalog/index.js';
import { nearDuplicates } from '../recommend/index.js';
import { ensureSample } from '../samples/index.js';
import { createRandom, type Matrix, matrix, normalize, row } from '../vectors/index.js';
import { clusteredVectors } from './clustered.js';
import { report } from './rows.js';

const count = 200_000;

/**
 * Near-duplicates of 200,000 rows with texts around 500 centres, each fifth a variant of the one before it, that share
 * the 1,000 photos of the sample. Run it in a process of its own: the memory is the whole process's.
 */
export async function benchDuplicates(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-duplicates-'));
  try {
    const { catalogPath } = await ensureSample(path.join(folder, 'sample'));
    const catalog = await readCatalog(catalogPath);
    const { paths } = await loadPhotos(catalog);
    const repeated = <T>(some: readonly T[]) =>
      Array.from({ length: count }, (_, i) => some[i % some.length]);
    const products = repeated(catalog.products).map((product, i) => ({ ...product, id: `p${i}` }));
    const text = texts();
    const image = matrix(count, 1);
    const shop = { products, photos: repeated(paths), spaces: { text, image, hybrid: text } };
    console.log(`near-duplicates, ${count} rows that share 1,000 photos`);
    const [started, before] = [performance.now(), process.cpuUsage()];
    await nearDuplicates(shop);
    const { user, system } = process.cpuUsage(before);
    const vectors = text.data.byteLength + image.data.byteLength;
    const what = 'near-duplicates of 200,000 rows that share 1,000 photos';
    report({ what, value: (performance.now() - started) / 1000, unit: 's' });
    report({ what: `${what}, processor time`, value: (user + system) / 1e6, unit: 's' });
    report({
      what: `${what}, memory beside the vectors`,
      value: process.resourceUsage().maxRSS / 1024 - vectors / 2 ** 20,
      unit: 'MB',
      goal: { atMost: 1500 },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function texts(): Matrix {
  const vectors = clusteredVectors(384)(count);
  const random = createRandom(2);
  for (let i = 1; i < count; i += 5) {
    const [vector, other] = [row(vectors, i), row(vectors, i - 1)];
    for (let c = 0; c < vector.length; c++) vector[c] = other[c] + 0.01 * random.normal();
    normalize(vector);
  }
  return vectors;
}
