import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom, dot, type Matrix, matrix, normalizeRows, row } from '../vectors/index.js';
import { hnswIndex } from './create-index.js';
import { hnswAvailable } from './hnsw-available.js';
import { readGraph } from './hnsw-graph.js';
import { hnswLibrary } from './hnsw-library.js';
import { exactIndex, loadIndex } from './index.js';

const { available, reason } = await hnswAvailable();

/** Unit vectors with a few large numbers among small ones, which codes keep badly. */
function spiky(rows: number, cols: number, seed: number): Matrix {
  const random = createRandom(seed);
  const m = matrix(rows, cols);
  for (let i = 0; i < m.data.length; i++) m.data[i] = random.normal() ** 3;
  return normalizeRows(m);
}

describe.skipIf(!available)(`HNSW (${reason})`, () => {
  const vectors = spiky(3000, 50, 1);
  const queries = spiky(100, 50, 2);
  const ids = Array.from({ length: 3000 }, (_, i) => `p${i}`);
  const M = 5;
  let directory: string;
  let file: string;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'vitrine-graph-'));
    file = path.join(directory, 'index.hnsw');
    const index = await hnswIndex(vectors, { M, ef: 400 });
    await index.save(directory, { ids, encoders: [] });
    await index.close();
  });
  afterAll(() => rm(directory, { recursive: true }));

  async function library() {
    const { HierarchicalNSW } = await hnswLibrary();
    const graph = new HierarchicalNSW('ip', 50);
    await graph.readIndex(file);
    graph.setEf(400);
    return graph;
  }

  test('the saved file is the one that hnswlib writes', async () => {
    const again = path.join(directory, 'again.hnsw');
    await (await library()).writeIndex(again);
    expect((await readFile(file)).equals(await readFile(again))).toBe(true);
    const loaded = await loadIndex(directory, { vectors, ids });
    await loaded.save(path.join(directory, 'copy'), { ids, encoders: [] });
    expect((await readFile(path.join(directory, 'copy', 'index.hnsw'))).equals(await readFile(file))).toBe(
      true,
    );
    await loaded.close();
  });

  test.each([
    ['all rows', null],
    ['two rows in three', (r: number) => r % 3 !== 0],
  ])("finds what hnswlib's own search finds, in the order of the cosines: %s", async (_, rows) => {
    const graph = await library();
    const index = await loadIndex(directory, { vectors, ids });
    const exact = exactIndex(vectors);
    const [found, truth] = await Promise.all(
      [index, exact].map((of) => of.searchBatch(queries, 10, { rows })),
    );
    let [same, right, theirs] = [0, 0, 0];
    found.forEach((hits, q) => {
      const query = Array.from(row(queries, q));
      const { neighbors } = graph.searchKnn(query, 10, rows ?? undefined);
      const best = truth[q].map((hit) => hit.row);
      same += hits.filter((hit) => neighbors.includes(hit.row)).length;
      right += hits.filter((hit) => best.includes(hit.row)).length;
      theirs += neighbors.filter((r) => best.includes(r)).length;
      hits.forEach(({ row: r, score }, i) => {
        expect(score).toBeCloseTo(dot(row(queries, q), row(vectors, r)), 5);
        if (i > 0) expect(hits[i - 1].score).toBeGreaterThanOrEqual(score);
      });
    });
    expect(same).toBeGreaterThanOrEqual(990);
    expect(right).toBeGreaterThanOrEqual(theirs - 5);
    await Promise.all([index.close(), exact.close()]);
  });

  test('a file that is damaged, or of other vectors, is refused and says what is wrong', async () => {
    const bytes = await readFile(file);
    const damaged = path.join(directory, 'damaged.hnsw');
    const changed = async (change: (copy: Buffer) => Buffer | undefined) => {
      const copy = Buffer.from(bytes);
      await writeFile(damaged, change(copy) ?? copy);
      return readGraph(damaged, vectors);
    };
    const at = 96;
    const pointBytes = (1 + 2 * M) * 4 + 50 * 4 + 8;
    await expect(changed((b) => void b.writeUInt32LE(2 * M + 1, at))).rejects.toThrow('a point has 11 links');
    await expect(changed((b) => void b.writeUInt32LE(3000, at + 4))).rejects.toThrow('links to point 3000');
    await expect(changed((b) => void b.writeUInt32LE(7, at + pointBytes - 8))).rejects.toThrow(
      'point 0 has another number',
    );
    await expect(changed((b) => b.subarray(0, 50))).rejects.toThrow('it has 50 bytes');
    await expect(changed((b) => b.subarray(0, at + pointBytes * 2000))).rejects.toThrow('ends too early');
    await expect(changed((b) => b.subarray(0, -4))).rejects.toThrow('ends too early');
    await expect(changed((b) => Buffer.concat([b, Buffer.alloc(4)]))).rejects.toThrow(
      'goes on after its end',
    );
    await expect(readGraph(file, spiky(2999, 50, 1))).rejects.toThrow('it holds 3000 points of 252 bytes');
  });
});
