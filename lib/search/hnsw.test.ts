import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createRandom,
  fromRows,
  type Matrix,
  matrix,
  normalizeRows,
  row,
  selectRows,
} from '../vectors/index.js';
import { hnswIndex } from './create-index.js';
import { hnswAvailable } from './hnsw-available.js';
import { isWholeHnswFile } from './hnsw-file.js';
import { exactIndex, loadIndex, type VectorIndex } from './index.js';

const { available, reason } = await hnswAvailable();

function clustered(rows: number, cols: number, clusters: number, seed: number): Matrix {
  const random = createRandom(seed);
  const centres = Float32Array.from({ length: clusters * cols }, () => random.normal());
  const m = matrix(rows, cols);
  for (let i = 0; i < m.data.length; i++) {
    const centre = Math.floor(i / cols) % clusters;
    m.data[i] = centres[centre * cols + (i % cols)] + 0.5 * random.normal();
  }
  return normalizeRows(m);
}

describe.skipIf(!available)(`HNSW (${reason})`, () => {
  const vectors = clustered(5000, 64, 100, 1);
  const queries = selectRows(
    vectors,
    Int32Array.from({ length: 100 }, (_, i) => i * 50),
  );
  const ids = Array.from({ length: 5000 }, (_, i) => `p${i}`);
  let index: VectorIndex;
  let exact: VectorIndex;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'vitrine-hnsw-'));
    exact = exactIndex(vectors);
    const steps: number[] = [];
    index = await hnswIndex(vectors, { onProgress: (done) => steps.push(done) });
    expect(steps.at(-1)).toBe(5000);
    await index.save(directory, { ids, encoders: ['text-1', 'image-1'] });
  }, 60_000);
  afterAll(async () => {
    await index.close();
    await exact.close();
    await rm(directory, { recursive: true });
  });

  async function recall(of: VectorIndex, rows?: Int32Array): Promise<number> {
    const truth = await exact.searchBatch(queries, 10, { rows });
    const found = await of.searchBatch(queries, 10, { rows });
    let hits = 0;
    found.forEach((list, i) => {
      const wanted = new Set(truth[i].map((h) => h.row));
      hits += list.filter((h) => wanted.has(h.row)).length;
    });
    return hits / (queries.rows * 10);
  }

  test('recall at the default settings, before and after saving', async () => {
    expect(await recall(index)).toBeGreaterThanOrEqual(0.95);
    const loaded = await loadIndex(directory, { vectors, ids, encoders: ['text-1', 'image-1'] });
    expect(await loaded.searchBatch(queries, 10)).toEqual(await index.searchBatch(queries, 10));
    expect([loaded.kind, loaded.size, loaded.dim]).toEqual(['hnsw', 5000, 64]);
    await loaded.close();
  });

  test('scores are those of exact search', async () => {
    const [hnsw] = await index.search(row(vectors, 7), 1);
    expect(hnsw).toEqual({ row: 7, score: expect.closeTo(1, 6) });
  });

  test.each([100, 4, 2])('filtered to every %ith row: the filter holds, the list is full', async (every) => {
    const rows = Int32Array.from({ length: Math.floor(5000 / every) }, (_, i) => i * every);
    expect(await recall(index, rows)).toBeGreaterThanOrEqual(0.95);
    const hits = await index.search(row(vectors, 1), 60, { rows });
    expect(hits).toHaveLength(Math.min(60, rows.length));
    expect(hits.every((h) => h.row % every === 0)).toBe(true);
  });

  test('a wide filter goes through the graph, and holds', async () => {
    const many = clustered(12_000, 16, 100, 3);
    const wide = await hnswIndex(many, { M: 8, efConstruction: 50 });
    const truth = exactIndex(many);
    const rows = (r: number) => r % 12 !== 5;
    const options = { rows };
    const query = row(many, 5);
    const found = (await wide.search(query, 20, options)).map((h) => h.row);
    const wanted = (await truth.search(query, 20, options)).map((h) => h.row);
    expect(found.filter((r) => wanted.includes(r)).length).toBeGreaterThanOrEqual(18);
    expect(found.every(rows)).toBe(true);
    expect(await wide.search(query, 11_000, options)).toHaveLength(11_000);
    await Promise.all([wide.close(), truth.close()]);
  });

  test('all rows can be asked for', async () => {
    const hits = await index.search(row(vectors, 1), 9999);
    expect(new Set(hits.map((h) => h.row)).size).toBe(5000);
  });

  test('an index that does not fit is refused, saying how', async () => {
    const load = (options: Partial<Parameters<typeof loadIndex>[1]>) =>
      loadIndex(directory, { vectors, ids, ...options });
    await expect(load({ vectors: matrix(5000, 32) })).rejects.toThrow('vectors of length 64, given 32');
    await expect(load({ vectors: matrix(10, 64) })).rejects.toThrow('rows 5000, given 10');
    await expect(load({ ids: [...ids].reverse() })).rejects.toThrow('other ids, or in another order');
    await expect(load({ encoders: ['text-2'] })).rejects.toThrow(
      'encoders "text-1, image-1", given "text-2"',
    );
    await expect(load({ vectors: clustered(5000, 64, 100, 2) })).rejects.toThrow(
      'not those of combined_embeddings.npy that the index was built over; build the index anew',
    );
  });

  test('a file that was tampered with is refused', async () => {
    const copy = await mkdtemp(path.join(tmpdir(), 'vitrine-hnsw-'));
    try {
      await index.save(copy, { ids, encoders: [] });
      const file = path.join(copy, 'index.hnsw');
      const bytes = await readFile(file);
      bytes[5000] ^= 1;
      await writeFile(file, bytes);
      await expect(loadIndex(copy, { vectors, ids })).rejects.toThrow('changed or damaged');
      expect(await isWholeHnswFile(file)).toBe(true);
      for (const length of [bytes.length - 1, bytes.length - 5000, 1_000_000, 50]) {
        await truncate(file, length);
        expect(await isWholeHnswFile(file)).toBe(false);
      }
      await rm(file);
      await expect(loadIndex(copy, { vectors, ids })).rejects.toThrow('cannot be read (ENOENT)');
      const sidecar = path.join(copy, 'index.json');
      const saved = await readFile(sidecar, 'utf8');
      await writeFile(sidecar, saved.replace('"cosine"', '"l2"'));
      await expect(loadIndex(copy, { vectors, ids })).rejects.toThrow(
        /index\.json.*space.*build the index anew/,
      );
    } finally {
      await rm(copy, { recursive: true });
    }
  });

  test('the folder to save into is made', async () => {
    const folder = path.join(directory, 'new', 'index');
    await index.save(folder, { ids, encoders: [] });
    await (await loadIndex(folder, { vectors, ids })).close();
  });

  test('saving where nothing can be written leaves the old index as it was', async () => {
    const behindFile = path.join(directory, 'index.json', 'absent');
    await expect(index.save(behindFile, { ids, encoders: [] })).rejects.toThrow(/cannot make .*absent/);
    await expect(index.save(directory, { ids: ['a'], encoders: [] })).rejects.toThrow('5000 rows and 1 ids');
    await (await loadIndex(directory, { vectors, ids })).close();
  });

  test('bad vectors and parameters are named', async () => {
    await expect(hnswIndex(fromRows([[1, Number.NaN]]))).rejects.toThrow('row 0, column 1 is NaN');
    await expect(hnswIndex(vectors, { M: 1 })).rejects.toThrow('M is 1');
    await expect(index.search(new Float32Array(64), 1)).rejects.toThrow('all zeros');
  });
});

test('an exact index saves its sidecar only', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'vitrine-exact-'));
  const vectors = fromRows([
    [3, 4],
    [0, 0],
    [1, 0],
  ]);
  const ids = ['a', 'b', 'c'];
  await exactIndex(vectors, { zeroRows: 'leave out' }).save(directory, { ids, encoders: ['e'] });
  const loaded = await loadIndex(directory, { vectors, ids });
  expect((await loaded.search(Float32Array.of(1, 0), 5)).map((h) => h.row)).toEqual([2, 0]);
  expect([loaded.kind, loaded.size, loaded.leftOut]).toEqual(['exact', 3, 1]);
  await expect(loadIndex(path.join(directory, 'absent'), { vectors, ids })).rejects.toThrow(
    'build the index anew',
  );
  await rm(directory, { recursive: true });
});
