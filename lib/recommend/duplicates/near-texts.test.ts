import { beforeEach, expect, it, vi } from 'vitest';
import { createIndex } from '../../search/index.js';
import { createRandom, fromRows, type Matrix, matrix } from '../../vectors/index.js';
import { type NearTexts, nearTexts } from './near-texts.js';

vi.mock('../../search/index.js', async (importActual) => {
  const actual = await importActual<typeof import('../../search/index.js')>();
  return { ...actual, createIndex: vi.fn(actual.createIndex) };
});
const create = vi.mocked(createIndex);
beforeEach(() => void create.mockClear());

async function nearOf(vectors: Matrix, threshold: number): Promise<NearTexts[]> {
  const found: NearTexts[] = [];
  for await (const near of nearTexts(vectors, threshold, () => () => {})) found.push(near);
  return found;
}

it('compares 100,000 texts all with all: that takes less time than to index them, and misses none', async () => {
  const vectors = matrix(100_000, 2);
  const random = createRandom(1);
  for (let i = 0; i < vectors.data.length; i++) vectors.data[i] = random.normal();
  const index = { searchBatch: async ({ rows }: Matrix) => Array(rows).fill([]), close: async () => {} };
  create.mockResolvedValueOnce({ index, reason: '' } as never);
  expect(await nearOf(vectors, 0.9)).toHaveLength(100_000);
  expect(create.mock.calls[0][1]).toMatchObject({ kind: 'exact' });
});

it('asks twice at most for the neighbours of a text, however many are near', async () => {
  const searches: number[] = [];
  const { createIndex: actual } =
    await vi.importActual<typeof import('../../search/index.js')>('../../search/index.js');
  create.mockImplementationOnce(async (...given) => {
    const made = await actual(...given);
    const searchBatch: typeof made.index.searchBatch = (queries, k) => {
      searches.push(k);
      return made.index.searchBatch(queries, k);
    };
    return { ...made, index: { ...made.index, searchBatch } };
  });
  const vectors = fromRows(Array.from({ length: 200 }, (_, i) => [Math.cos(i / 1e4), Math.sin(i / 1e4)]));
  const found = await nearOf(vectors, 0.9);
  expect(found.map(({ near }) => near.length)).toEqual(Array(200).fill(200));
  expect(found.some(({ crowded }) => crowded)).toBe(false);
  expect(searches).toEqual([17, 257]);
});
