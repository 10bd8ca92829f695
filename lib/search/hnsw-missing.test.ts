import { expect, test, vi } from 'vitest';
import { fromRows } from '../vectors/index.js';
import { hnswIndex } from './create-index.js';
import { hnswAvailable } from './hnsw-available.js';
import { createIndex } from './index.js';

vi.mock('hnswlib-node', () => {
  throw new Error('no native build was found');
});

test('where hnswlib-node cannot be loaded, asking for it is an error with the way out', async () => {
  expect((await hnswAvailable()).available).toBe(false);
  await expect(hnswIndex(fromRows([[1, 0]]))).rejects.toThrow(
    /HNSW needs hnswlib-node, which cannot be loaded .* use exact search/,
  );
});

test("where it cannot be loaded, 'auto' takes exact search and says so", async () => {
  const rows = 73_000;
  const { index, reason } = await createIndex({ rows, cols: 2, data: new Float32Array(rows * 2).fill(1) });
  expect(index.kind).toBe('exact');
  expect(reason).toContain('although HNSW would pay for 73,000 vectors: HNSW needs hnswlib-node');
});
