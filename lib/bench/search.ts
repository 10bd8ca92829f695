import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hnswIndex } from '../search/create-index.js';
import { hnswAvailable } from '../search/hnsw-available.js';
import { exactIndex, type VectorIndex } from '../search/index.js';
import { type Matrix, matrix } from '../vectors/index.js';
import { clusteredVectors } from './clustered.js';
import { type PeerFigure, timePeers } from './peers.js';
import { report } from './rows.js';
import { recallOf, searchRate } from './search-rate.js';

const rowCount = 30_000;
const dim = 384;
const queryCount = 1000;
const K = 10;

/** How widely HNSW searches here, as the fastest of the peer's settings does: recall is 1.0 on these vectors. */
const ef = 50;

/**
 * Exact and HNSW search over 30,000 × 384 vectors around 500 centres, filtered and not. The Python peers search the same
 * vectors where they are here.
 */
export async function benchSearch(): Promise<void> {
  console.log(`search, ${rowCount} × ${dim} around 500 centres, ${queryCount} queries, k = ${K}`);
  const { vectors, queries, peers } = await sameVectors();
  const exact = exactIndex(vectors);
  await benchExact(exact, queries, peers);
  await benchFilters(exact, queries);
  const { available, reason } = await hnswAvailable();
  if (available) await benchHnsw(exact, vectors, queries, peers);
  else console.log(`  HNSW left out: ${reason}`);
  await exact.close();
}

async function benchExact(exact: VectorIndex, queries: Matrix, peers: readonly PeerFigure[]): Promise<void> {
  const unit = 'queries/s';
  const faiss = peers.find(({ peer }) => peer.startsWith('faiss'));
  const { median } = await searchRate(exact, queries, K, queryCount);
  report({
    what: `exact search, ${queryCount} queries in a batch`,
    value: median,
    unit,
    ...(faiss && { peer: { name: 'faiss flat', value: faiss.value } }),
    goal: { ratio: 1.2 },
  });
  report({
    what: 'exact search, one by one',
    value: (await searchRate(exact, queries, K, 1)).median,
    unit,
  });
}

async function benchFilters(exact: VectorIndex, queries: Matrix): Promise<void> {
  const onePercent = Int32Array.from({ length: rowCount / 100 }, (_, i) => i * 100 + 7);
  for (const [batch, how] of [
    [1, 'one by one'],
    [queryCount, 'in a batch'],
  ] as const) {
    const { median: unfiltered } = await searchRate(exact, queries, K, batch);
    const { median: filtered } = await searchRate(exact, queries, K, batch, onePercent);
    report({
      what: `exact search, filtered to 1%, ${how}`,
      value: filtered,
      unit: 'queries/s',
      peer: { name: 'unfiltered', value: unfiltered },
      goal: { ratio: 1 },
    });
  }
}

async function benchHnsw(
  exact: VectorIndex,
  vectors: Matrix,
  queries: Matrix,
  peers: readonly PeerFigure[],
): Promise<void> {
  const oneThread = peers.filter(({ peer }) => peer.startsWith('hnswlib (Python), 1 thread(s)'));
  const built = oneThread.find(({ peer }) => peer.endsWith('build'));
  const peer = oneThread.find(({ peer }) => peer.endsWith(`ef=${ef}`));
  const started = performance.now();
  const hnsw = await hnswIndex(vectors, { ef });
  report({
    what: 'HNSW, build, one thread',
    value: (performance.now() - started) / 1000,
    unit: 's',
    ...(built && { peer: { name: 'hnswlib in Python', value: built.value } }),
  });
  const truth = await exact.searchBatch(queries, K);
  const { median, found } = await searchRate(hnsw, queries, K, queryCount);
  report({
    what: `HNSW, one thread, ef ${ef}`,
    value: median,
    unit: 'queries/s',
    ...(peer && { peer: { name: 'hnswlib in Python', value: peer.value } }),
    goal: { ratio: 0.9 },
  });
  report({ what: `the same, recall@${K}`, value: recallOf(found, truth), unit: '', goal: { atLeast: 0.99 } });
  await hnsw.close();
}

/** The vectors and queries that the peers have just searched, or our own where there are no peers. */
async function sameVectors(): Promise<{ vectors: Matrix; queries: Matrix; peers: PeerFigure[] }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-peers-'));
  try {
    const peers = timePeers('search', '--dump', folder);
    if (peers.length === 0) {
      const draw = clusteredVectors(dim);
      return { vectors: draw(rowCount), queries: draw(queryCount), peers };
    }
    const dumped = async (name: string, rows: number) => {
      const { buffer } = new Uint8Array(await readFile(path.join(folder, name)));
      return matrix(rows, dim, new Float32Array(buffer));
    };
    return {
      vectors: await dumped('vectors.f32', rowCount),
      queries: await dumped('queries.f32', queryCount),
      peers,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
