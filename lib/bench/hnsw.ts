import path from 'node:path';
import { hnswIndex } from '../search/create-index.js';
import { hnswAvailable } from '../search/hnsw-available.js';
import { exactIndex, type Neighbour } from '../search/index.js';
import { mean } from '../stats/index.js';
import { temporaryFolder } from '../store/leases/index.js';
import { createRandom, dot, type Matrix, matrix, normalizeRows, row } from '../vectors/index.js';
import { clusteredVectors } from './clustered.js';
import { report } from './rows.js';

const queryCount = 1000;
const K = 10;
const ef = 100;
const passes = 7;

interface Collection {
  readonly name: string;
  readonly vectors: Matrix;
  readonly queries: Matrix;
}

/**
 * HNSW search (M 16, efConstruction 200, ef 100) beside hnswlib-node's own over the same graph, one thread each, turn by
 * turn, by processor time: where neighbours are far apart, where they are variants of one thing, and where they are copies.
 */
export async function benchHnsw(): Promise<void> {
  const { available, reason } = await hnswAvailable();
  if (!available) return console.log(`HNSW left out: ${reason}`);
  console.log(`HNSW and hnswlib-node over one graph, ef ${ef}, ${queryCount} queries, k = ${K}`);
  for (const collection of collections()) await besideLibrary(collection);
}

function* collections(): Generator<Collection> {
  const around = (rows: number, dim: number, centres: number, noise: number): Collection => {
    const draw = clusteredVectors(dim, noise, 1, centres);
    const name = `${rows.toLocaleString('en')} × ${dim} around ${centres} centres, noise ${noise}`;
    return { name, vectors: draw(rows), queries: draw(queryCount) };
  };
  yield around(30_000, 384, 500, 0.7);
  yield around(12_000, 384, 12, 0.08);
  yield around(20_000, 128, 20, 0.05);
  yield around(20_000, 128, 20, 0.02);
  const random = createRandom(1);
  const uniform = (rows: number) =>
    normalizeRows(
      matrix(
        rows,
        64,
        Float32Array.from({ length: rows * 64 }, () => random.normal()),
      ),
    );
  yield { name: '20,000 × 64, uniform', vectors: uniform(20_000), queries: uniform(queryCount) };
  const { vectors, queries } = around(20_000, 128, 500, 0.5);
  for (let i = 0; i < vectors.rows; i++) row(vectors, i).set(row(vectors, i - (i % 20)));
  yield { name: '20,000 × 128, each vector 20 times', vectors, queries };
}

async function besideLibrary({ name, vectors, queries }: Collection): Promise<void> {
  const exact = exactIndex(vectors);
  const truth = await exact.searchBatch(queries, K);
  await exact.close();
  const ours = await hnswIndex(vectors, { ef });
  const theirs = await librarySearch(ours, vectors, queries);
  /** The share that is as near as the last of the true neighbours, so that one copy is as good as another. */
  const recallOf = (lists: readonly Neighbour[][]) => {
    const shares = lists.map((list, q) => {
      const nearness = (hit: Neighbour) => dot(row(queries, q), row(vectors, hit.row));
      const least = Math.min(...truth[q].map(nearness));
      return list.filter((hit) => nearness(hit) >= least).length / K;
    });
    return mean(shares);
  };
  let [ourSeconds, theirSeconds] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [found, theirFound]: Neighbour[][][] = [];
  for (let pass = 0; pass < passes; pass++) {
    const begun = process.cpuUsage();
    found = await ours.searchBatch(queries, K);
    ourSeconds = Math.min(ourSeconds, secondsSince(begun));
    const begunAgain = process.cpuUsage();
    theirFound = theirs();
    theirSeconds = Math.min(theirSeconds, secondsSince(begunAgain));
  }
  await ours.close();
  report({
    what: `${name}, recall@${K}`,
    value: recallOf(found),
    unit: '',
    peer: { name: 'hnswlib-node', value: recallOf(theirFound) },
    goal: { ratio: 0.99 },
  });
  report({
    what: name,
    value: queryCount / ourSeconds,
    unit: 'queries/s',
    peer: { name: 'hnswlib-node', value: queryCount / theirSeconds },
    goal: { ratio: 1.5 },
  });
}

/** Seconds of processor time, so that what else the machine does counts little. */
function secondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

/** The library's own search over the graph of an index. */
async function librarySearch(
  index: Awaited<ReturnType<typeof hnswIndex>>,
  vectors: Matrix,
  queries: Matrix,
): Promise<() => Neighbour[][]> {
  const { default: library } = await import('hnswlib-node');
  const graph = new library.HierarchicalNSW('ip', vectors.cols);
  const folder = await temporaryFolder('bench-hnsw');
  try {
    const ids = Array.from({ length: vectors.rows }, (_, i) => `${i}`);
    await index.save(folder.path, { ids, encoders: [] });
    await graph.readIndex(path.join(folder.path, 'index.hnsw'));
  } finally {
    await folder.remove();
  }
  graph.setEf(ef);
  const arrays = Array.from({ length: queries.rows }, (_, i) => Array.from(row(queries, i)));
  return () =>
    arrays.map((query) => {
      const { neighbors, distances } = graph.searchKnn(query, K);
      return neighbors.map((found, i) => ({ row: found, score: 1 - distances[i] }));
    });
}
