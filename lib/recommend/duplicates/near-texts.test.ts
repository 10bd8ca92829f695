import { beforeEach, expect, it, vi } from 'vitest';
import { exactIndex } from '../../search/index.js';
import { createRandom, fromRows, type Matrix, matrix, normalize, row } from '../../vectors/index.js';
import { type NearTexts, nearTexts } from './near-texts.js';
import { textCells } from './text-cells.js';

vi.mock('../../search/index.js', async (importActual) => {
  const actual = await importActual<typeof import('../../search/index.js')>();
  return { ...actual, exactIndex: vi.fn(actual.exactIndex) };
});
const create = vi.mocked(exactIndex);
beforeEach(() => void create.mockClear());

async function nearOf(vectors: Matrix, threshold: number, exactBelow?: number): Promise<NearTexts[]> {
  const found: NearTexts[] = [];
  for await (const near of nearTexts(vectors, threshold, () => () => {}, exactBelow)) found.push(near);
  return found;
}

/** Pairs of rows, each second a variant of the one before it: cosines of 0.95. */
function variants(count: number, cols: number): Matrix {
  const vectors = matrix(count, cols);
  const random = createRandom(1);
  for (let i = 0; i < count; i++) {
    const vector = row(vectors, i);
    for (let c = 0; c < cols; c++) {
      vector[c] =
        i % 2 === 0 ? random.normal() : row(vectors, i - 1)[c] + (0.33 / Math.sqrt(cols)) * random.normal();
    }
    normalize(vector);
  }
  return vectors;
}

it('looks among all texts while they are few, then in cells, where nearly all that are alike are met', async () => {
  const vectors = variants(3000, 32);
  await nearOf(vectors, 0.9);
  expect(create.mock.calls.map(([{ rows }]) => rows)).toEqual([3000]);
  const found = await nearOf(vectors, 0.9, 3000);
  expect(found.map(({ rows: [i] }) => i).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 3000 }, (_, i) => i),
  );
  const alone = found.filter(({ rows: [i], near }) => !near.includes(i ^ 1));
  expect(alone.length).toBeLessThanOrEqual(3);
});

it('textCells asks each text once, among those that lie in its cell', async () => {
  const vectors = variants(4000, 32);
  const texts = Uint32Array.from({ length: 2000 }, (_, i) => 2 * i);
  const asked: number[] = [];
  let compared = 0;
  for await (const cell of textCells(vectors, texts, () => {})) {
    asked.push(...cell.asked);
    expect(cell.among).toEqual(cell.among.slice().sort());
    expect(new Set(cell.among)).toEqual(new Set([...cell.among, ...cell.asked]));
    compared += cell.asked.length * cell.among.length;
  }
  expect(asked.sort((a, b) => a - b)).toEqual([...texts]);
  expect(compared).toBeLessThan(0.5 * texts.length ** 2);
});

it('asks twice at most for the neighbours of a text, however many are near', async () => {
  const searches: number[] = [];
  const { exactIndex: actual } =
    await vi.importActual<typeof import('../../search/index.js')>('../../search/index.js');
  create.mockImplementationOnce((...given) => {
    const index = actual(...given);
    const searchBatch: typeof index.searchBatch = (queries, k) => {
      searches.push(k);
      return index.searchBatch(queries, k);
    };
    return { ...index, searchBatch };
  });
  const vectors = fromRows(Array.from({ length: 200 }, (_, i) => [Math.cos(i / 1e4), Math.sin(i / 1e4)]));
  const found = await nearOf(vectors, 0.9);
  expect(found.map(({ near }) => near.length)).toEqual(Array(200).fill(200));
  expect(found.some(({ crowded }) => crowded)).toBe(false);
  expect(searches).toEqual([17, 257]);
});
