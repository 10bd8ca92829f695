import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRandom, dot, type Matrix, matrix, normalizeRows, row } from '../vectors/index.js';
import { hnswIndex } from './create-index.js';
import { hnswAvailable } from './hnsw-available.js';
import { hnswLibrary } from './hnsw-library.js';
import { exactIndex } from './index.js';

const { available, reason } = await hnswAvailable();
const dim = 48;
const rowCount = 4000;
const queryCount = 200;
const K = 10;

/** Vectors and queries, `number(i, j)` for each of their numbers in turn. */
function drawn(number: (i: number, j: number) => number): { vectors: Matrix; queries: Matrix } {
  const draw = (from: number, count: number) => {
    const data = Float32Array.from({ length: count * dim }, (_, at) =>
      number(from + Math.floor(at / dim), at % dim),
    );
    return normalizeRows(matrix(count, dim, data));
  };
  return { vectors: draw(0, rowCount), queries: draw(rowCount, queryCount) };
}

function uniform(seed: number) {
  const random = createRandom(seed);
  return drawn(() => random.normal());
}

function around(centres: number, noise: number, seed: number) {
  const random = createRandom(seed);
  const centre = Float32Array.from({ length: centres * dim }, () => random.normal());
  return drawn((i, j) => centre[(i % centres) * dim + j] + noise * random.normal());
}

function copied(copies: number, seed: number) {
  const { vectors, queries } = around(40, 0.3, seed);
  for (let i = 0; i < rowCount; i++) row(vectors, i).set(row(vectors, i - (i % copies)));
  return { vectors, queries };
}

describe.skipIf(!available)(`recall of HNSW beside hnswlib's own search (${reason})`, () => {
  test.each([
    ['uniform', uniform(1)],
    ['clusters, cosines of 0.5', around(40, 1, 2)],
    ['clusters, cosines of 0.9975', around(4, 0.05, 3)],
    ['clusters, cosines of 0.9996', around(4, 0.02, 4)],
    ['clusters closer together than 16 bits tell', around(4, 0.002, 5)],
    ['each vector 20 times', copied(20, 6)],
    ['each vector 400 times', copied(400, 7)],
  ])('%s', async (_, { vectors, queries }) => {
    const directory = await mkdtemp(path.join(tmpdir(), 'vitrine-recall-'));
    const [index, exact] = [await hnswIndex(vectors, { ef: 60 }), exactIndex(vectors)];
    try {
      await index.save(directory, { ids: Array.from({ length: rowCount }, (_, i) => `p${i}`), encoders: [] });
      const { HierarchicalNSW } = await hnswLibrary();
      const library = new HierarchicalNSW('ip', dim);
      await library.readIndex(path.join(directory, 'index.hnsw'));
      library.setEf(60);

      const [found, truth] = await Promise.all([index, exact].map((of) => of.searchBatch(queries, K)));
      let [ours, theirs] = [0, 0];
      for (let q = 0; q < queryCount; q++) {
        const query = row(queries, q);
        // Copies tie: as good as the last of the best ten is right.
        const least = truth[q][K - 1].score - 1e-7;
        const right = (rows: readonly number[]) =>
          rows.filter((r) => dot(query, row(vectors, r)) >= least).length / (queryCount * K);
        ours += right(found[q].map((hit) => hit.row));
        theirs += right(library.searchKnn(Array.from(query), K).neighbors);
      }
      expect(ours).toBeGreaterThanOrEqual(theirs - 0.01);
    } finally {
      await Promise.all([index.close(), exact.close()]);
      await rm(directory, { recursive: true });
    }
  });
});
