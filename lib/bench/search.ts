import { exactIndex, hnswAvailable, hnswIndex, type Neighbour, type VectorIndex } from '../search/index.js';
import { createRandom, type Matrix, matrix, normalizeRows } from '../vectors/index.js';

const ROWS = 30_000;
const DIM = 384;
const CENTRES = 500;
const K = 10;

/** Prints queries a second of exact and HNSW search over 30,000 × 384 vectors around 500 centres, and of filters that leave 1%. */
export async function benchSearch(): Promise<void> {
  const random = createRandom(1);
  const centres = Float32Array.from({ length: CENTRES * DIM }, () => random.normal());
  const around = (rows: number) => {
    const m = matrix(rows, DIM);
    for (let i = 0; i < rows; i++) {
      const centre = random.int(CENTRES) * DIM;
      for (let j = 0; j < DIM; j++) m.data[i * DIM + j] = centres[centre + j] + 0.7 * random.normal();
    }
    return normalizeRows(m);
  };
  const vectors = around(ROWS);
  const queries = around(1000);
  console.log(`search: ${ROWS} × ${DIM} around ${CENTRES} centres, k = ${K}`);

  const exact = exactIndex(vectors);
  for (const batch of [1, 100, 1000]) await report(`exact, batch ${batch}`, exact, queries, batch);
  const onePercent = Int32Array.from({ length: ROWS / 100 }, (_, i) => i * 100 + 7);
  for (const batch of [1, 1000]) {
    await report(`exact, filtered to 1%, batch ${batch}`, exact, queries, batch, onePercent);
  }

  const { available, reason } = await hnswAvailable();
  if (!available) console.log(`  HNSW left out: ${reason}`);
  else {
    const start = performance.now();
    const hnsw = await hnswIndex(vectors);
    console.log(`  HNSW built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    const truth = await exact.searchBatch(queries, K);
    const found = await report('HNSW, ef 100, batch 1', hnsw, queries, 1);
    console.log(`  HNSW recall@${K} ${recall(found, truth).toFixed(4)}`);
    await report('HNSW, filtered to 1%, batch 1', hnsw, queries, 1, onePercent);
    await hnsw.close();
  }
  await exact.close();
}

/** Searches in batches for about a second, prints the rate, and returns what the first pass over the queries found. */
async function report(
  name: string,
  index: VectorIndex,
  queries: Matrix,
  batch: number,
  rows: Int32Array | null = null,
): Promise<Neighbour[][]> {
  const results: Neighbour[][] = [];
  const slice = (i: number) => queries.data.subarray(i * DIM, (i + batch) * DIM);
  await index.searchBatch({ rows: batch, cols: DIM, data: slice(0) }, K, { rows });
  const start = performance.now();
  let done = 0;
  while (done < queries.rows || performance.now() - start < 1000) {
    const hits = await index.searchBatch({ rows: batch, cols: DIM, data: slice(done % queries.rows) }, K, {
      rows,
    });
    if (done < queries.rows) results.push(...hits);
    done += batch;
  }
  const perSecond = (done / (performance.now() - start)) * 1000;
  console.log(`  ${name.padEnd(34)} ${Math.round(perSecond).toLocaleString('en').padStart(9)} queries/s`);
  return results;
}

function recall(found: readonly Neighbour[][], truth: readonly Neighbour[][]): number {
  let hits = 0;
  found.forEach((list, i) => {
    const wanted = new Set(truth[i].map((h) => h.row));
    hits += list.filter((h) => wanted.has(h.row)).length;
  });
  return hits / (found.length * K);
}
