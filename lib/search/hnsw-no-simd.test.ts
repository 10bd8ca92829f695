import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { createRandom, matrix, normalizeRows, row } from '../vectors/index.js';
import { hnswIndex } from './create-index.js';
import { hnswAvailable } from './hnsw-available.js';
import { loadIndex } from './index.js';

vi.mock('./walk-module.js', () => ({ walkModule: async () => null }));
const { available, reason } = await hnswAvailable();

test.skipIf(!available)('without vector instructions hnswlib-node searches, and that is said', async () => {
  expect(reason).toMatch(/^hnswlib-node .*, which searches too: this machine has no WebAssembly SIMD$/);
  const directory = await mkdtemp(path.join(tmpdir(), 'vitrine-no-simd-'));
  try {
    const random = createRandom(1);
    const vectors = normalizeRows(
      matrix(
        500,
        8,
        Float32Array.from({ length: 4000 }, () => random.normal()),
      ),
    );
    const ids = Array.from({ length: 500 }, (_, i) => `p${i}`);
    const index = await hnswIndex(vectors);
    const hits = await index.search(row(vectors, 7), 5);
    expect(hits[0]).toEqual({ row: 7, score: expect.closeTo(1, 6) });
    await index.save(directory, { ids, encoders: [] });
    const loaded = await loadIndex(directory, { vectors, ids });
    expect(await loaded.search(row(vectors, 7), 5)).toEqual(hits);
    await Promise.all([index.close(), loaded.close()]);
  } finally {
    await rm(directory, { recursive: true });
  }
});
