import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom, dot, fromRows, type Matrix, matrix, normalizeRows, row } from '../vectors/index.js';
import { createIndex, exactIndex, type Neighbour } from './index.js';
import { byScore } from './neighbour.js';

function randomMatrix(rows: number, cols: number, seed: number): Matrix {
  const random = createRandom(seed);
  const m = matrix(rows, cols);
  for (let i = 0; i < m.data.length; i++) m.data[i] = random.normal();
  return normalizeRows(m);
}

function naive(
  vectors: Matrix,
  query: Float32Array,
  k: number,
  allowed: (r: number) => boolean,
): Neighbour[] {
  return Array.from({ length: vectors.rows }, (_, r) => ({ row: r, score: dot(query, row(vectors, r)) }))
    .filter((hit) => allowed(hit.row))
    .sort(byScore)
    .slice(0, k);
}

/** The same rows in the same order, but for scores so close that rounding decides between them. */
function expectSame(found: Neighbour[], expected: Neighbour[]): void {
  expect(new Set(found.map((h) => h.row)).size).toBe(expected.length);
  found.forEach((hit, i) => {
    expect(hit.score).toBeCloseTo(expected[i].score, 5);
    if (Math.abs(hit.score - expected[i].score) > 1e-6) expect(hit.row).toBe(expected[i].row);
  });
}

test('finds what a loop over all rows finds, filtered or not, in batches or not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 2, max: 20 }),
      fc.integer({ min: 1, max: 250 }),
      fc.nat(),
      fc.constantFrom(1, 2, 5, 50),
      async (rows, cols, k, seed, every) => {
        const vectors = randomMatrix(rows, cols, seed);
        const queries = randomMatrix(3, cols, seed + 1);
        const index = exactIndex(vectors, { threads: 1 });
        const allowed = (r: number) => every === 1 || (r * 7 + seed) % every !== 0;
        const options = every === 1 ? {} : { rows: allowed };
        const found = await index.searchBatch(queries, k, options);
        found.forEach((hits, i) => {
          expectSame(hits, naive(vectors, row(queries, i), k, allowed));
        });
        expect(await index.search(row(queries, 0), k, options)).toHaveLength(found[0].length);
        await index.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('collections and batches of several blocks', async () => {
  const vectors = randomMatrix(70_000, 8, 1);
  const queries = randomMatrix(300, 8, 2);
  const index = exactIndex(vectors);
  const tests: ((r: number) => boolean)[] = [
    () => true,
    (r) => r % 100 === 3,
    (r) => r % 2 === 0,
    (r) => r > 40_000,
  ];
  for (const allowed of tests) {
    const found = await index.searchBatch(queries, 5, { rows: allowed });
    for (const q of [0, 255, 256, 299]) {
      expectSame(found[q], naive(vectors, row(queries, q), 5, allowed));
    }
  }
  await index.close();
});

test('equal scores come by row; lengths do not matter', async () => {
  const index = exactIndex(
    fromRows([
      [0, 2],
      [3, 0],
      [0, 5],
      [0, 1],
    ]),
  );
  const hits = await index.search(Float32Array.of(0, 9), 3);
  expect(hits).toEqual([0, 2, 3].map((r) => ({ row: r, score: 1 })));
});

test('k beyond the rows returns all; no allowed row returns none', async () => {
  const index = exactIndex(
    fromRows([
      [1, 0],
      [0, 1],
    ]),
  );
  const query = Float32Array.of(1, 1);
  expect(await index.search(query, 99)).toHaveLength(2);
  expect(await index.search(query, 99, { rows: Int32Array.of(1) })).toHaveLength(1);
  expect(await index.search(query, 3, { rows: new Int32Array(0) })).toEqual([]);
  expect(await index.searchBatch(matrix(0, 2), 3)).toEqual([]);
});

test('rows of zeros are refused, or left out and never found', async () => {
  const vectors = fromRows([
    [0, 0],
    [1, 0],
    [0, 0],
    [0, 1],
  ]);
  expect(() => exactIndex(vectors)).toThrow('vectors: row 0 is all zeros');
  const index = exactIndex(vectors, { zeroRows: 'leave out' });
  expect([index.size, index.leftOut]).toEqual([4, 2]);
  const query = Float32Array.of(1, 0.5);
  expect((await index.search(query, 4)).map((h) => h.row)).toEqual([1, 3]);
  expect((await index.search(query, 4, { rows: Int32Array.of(0, 2, 3) })).map((h) => h.row)).toEqual([3]);
  expect(await index.search(query, 4, { rows: Int32Array.of(0, 2) })).toEqual([]);
  const bad = fromRows([
    [0, 0],
    [1, 0],
    [Number.NaN, 0],
  ]);
  expect(() => exactIndex(bad, { zeroRows: 'leave out' })).toThrow('row 2, column 0 is NaN');
  expect(() => exactIndex(matrix(2, 2), { zeroRows: 'leave out' })).toThrow('at least one vector');
});

test('bad arguments are named', async () => {
  const index = exactIndex(
    fromRows([
      [1, 0],
      [0, 1],
    ]),
  );
  const query = Float32Array.of(1, 0);
  for (const k of [0, -3, 2.5, Number.NaN]) await expect(index.search(query, k)).rejects.toThrow(`k is ${k}`);
  await expect(index.search(Float32Array.of(1, 0, 0), 1)).rejects.toThrow(
    'a query has 3 numbers, the index has vectors of 2',
  );
  await expect(index.search(Float32Array.of(1, Number.NaN), 1)).rejects.toThrow('row 0, column 1 is NaN');
  await expect(
    index.searchBatch(
      fromRows([
        [1, 0],
        [0, 0],
      ]),
      1,
    ),
  ).rejects.toThrow('queries: row 1 is all zeros');
  await expect(index.search(query, 1, { rows: Int32Array.of(0, 2) })).rejects.toThrow(
    'rows: 2 at position 1',
  );
  expect(() => exactIndex(matrix(0, 4))).toThrow('at least one vector');
  expect(() =>
    exactIndex(
      fromRows([
        [1, 0],
        [1, Number.POSITIVE_INFINITY],
      ]),
    ),
  ).toThrow('row 1, column 1 is Infinity');
  await index.close();
  await expect(index.search(query, 1)).rejects.toThrow('closed');
});

test("'auto' takes exact search for few vectors and says why", async () => {
  const { index, reason } = await createIndex(fromRows([[1, 0]]));
  expect(index.kind).toBe('exact');
  expect(reason).toBe('exact search: 1 vectors, and HNSW pays from 73,000');
  await expect(createIndex(fromRows([[1, 0]]), { kind: 'flat' as 'exact' })).rejects.toThrow(
    'choose auto, exact or hnsw',
  );
});
