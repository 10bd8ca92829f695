import { appendFile, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fromRows, matrix } from '../vectors/index.js';
import { contentKey, EmbeddingCache } from './index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-cache-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const [a, b, c] = ['a', 'b', 'c'].map(contentKey);
const recordBytes = 16 + 2 * 4 + 4;

async function segments(): Promise<string[]> {
  const [encoder] = await readdir(folder);
  const names = await readdir(path.join(folder, encoder));
  return names.filter((name) => name.endsWith('.bin')).map((name) => path.join(folder, encoder, name));
}

async function filled(): Promise<void> {
  const cache = await EmbeddingCache.open(folder, 'encoder', 2);
  await cache.append(
    [a, b],
    fromRows([
      [1, 2],
      [3, 4],
    ]),
  );
  await cache.append([c], fromRows([[5, 6]]));
  await cache.close();
}

test('vectors come back by key, in any order, in another process', async () => {
  await filled();
  const cache = await EmbeddingCache.open(folder, 'encoder', 2);
  const target = matrix(4, 2);
  await cache.readInto(target, [c, a, b, a], [0, 1, 2, 3]);
  expect([...target.data]).toEqual([5, 6, 1, 2, 3, 4, 1, 2]);
  expect(cache.has(contentKey('d'))).toBe(false);
  expect(cache.damaged).toBe(0);
});

test('each encoder has its own vectors', async () => {
  await filled();
  expect((await EmbeddingCache.open(folder, 'another', 2)).has(a)).toBe(false);
  expect((await EmbeddingCache.open(folder, 'encoder', 3)).has(a)).toBe(false);
});

test('a record cut short by a crash is passed over, and the next run goes on', async () => {
  await filled();
  const [segment] = await segments();
  await truncate(segment, 16 + 2 * recordBytes + 7);
  const cache = await EmbeddingCache.open(folder, 'encoder', 2);
  expect([a, b, c].map((key) => cache.has(key))).toEqual([true, true, false]);
  await cache.append([c], fromRows([[5, 6]]));
  await cache.close();
  expect((await EmbeddingCache.open(folder, 'encoder', 2)).has(c)).toBe(true);
});

test('a flipped bit costs one record, is counted once, and the rest is kept', async () => {
  await filled();
  const [segment] = await segments();
  const bytes = await readFile(segment);
  bytes[16 + recordBytes + 20] ^= 1;
  await writeFile(segment, bytes);
  const cache = await EmbeddingCache.open(folder, 'encoder', 2);
  expect(cache.damaged).toBe(1);
  expect([a, b, c].map((key) => cache.has(key))).toEqual([true, false, true]);
  await cache.close();
  const again = await EmbeddingCache.open(folder, 'encoder', 2);
  expect(again.damaged).toBe(0);
  const target = matrix(1, 2);
  await again.readInto(target, [c], [0]);
  expect([...target.data]).toEqual([5, 6]);
});

test('a file that is no segment is noticed', async () => {
  await filled();
  const [segment] = await segments();
  await appendFile(path.join(segment, '..', 'segment-0-1-aa.bin'), 'something else entirely');
  const cache = await EmbeddingCache.open(folder, 'encoder', 2);
  expect(cache.damaged).toBe(1);
  expect(cache.size).toBe(3);
  await cache.close();
});

test('a damaged segment that somebody holds a lease of is left to them, in whatever container they run', async () => {
  await filled();
  const [segment] = await segments();
  const bytes = await readFile(segment);
  bytes[16 + 20] ^= 1;
  const theirs = path.join(segment, '..', `segment-000000000000001-${process.pid}-aa.bin`);
  const lease = theirs.replace('.bin', '.lease');
  await writeFile(theirs, bytes);
  await writeFile(lease, '');
  await rm(segment);
  const cache = await EmbeddingCache.open(folder, 'encoder', 2);
  expect(cache.damaged).toBe(1);
  expect([a, b, c].map((key) => cache.has(key))).toEqual([false, true, true]);
  expect(await segments()).toEqual([theirs]);
  const longAgo = Date.now() / 1000 - 2 * 60 * 60;
  await utimes(lease, longAgo, longAgo);
  const later = await EmbeddingCache.open(folder, 'encoder', 2);
  expect(later.size).toBe(2);
  expect(await segments()).not.toContain(theirs);
  await later.close();
  expect((await readdir(path.join(segment, '..'))).filter((name) => name.endsWith('.lease'))).toEqual([]);
});

const items = Array.from({ length: 20 }, (_, i) => contentKey(`item ${i}`));

async function appendItem(i: number): Promise<void> {
  const cache = await EmbeddingCache.open(folder, 'encoder', 2);
  await cache.append([items[i]], fromRows([[i, -i]]));
  await cache.close();
}

async function firstItems(cache: EmbeddingCache, count: number): Promise<number[]> {
  const target = matrix(count, 2);
  await cache.readInto(target, items.slice(0, count), [...items.slice(0, count).keys()]);
  return [...target.data].filter((_, i) => i % 2 === 0);
}

test('a process whose segments another process merges meanwhile finds the vectors again', async () => {
  for (let i = 0; i < 16; i++) await appendItem(i);
  const cache = await EmbeddingCache.open(folder, 'encoder', 2);
  await appendItem(16);
  const merging = await EmbeddingCache.open(folder, 'encoder', 2);
  await merging.close();
  expect(await segments()).toHaveLength(1);
  expect(await firstItems(cache, 16)).toEqual([...items.slice(0, 16).keys()]);
});

test('many open, merge, read and fill one cache at once', async () => {
  for (let i = 0; i < 17; i++) await appendItem(i);
  const results = await Promise.all(
    [17, 18, 19].map(async (i) => {
      const cache = await EmbeddingCache.open(folder, 'encoder', 2);
      await cache.append([items[i]], fromRows([[i, -i]]));
      const found = await firstItems(cache, 17);
      await cache.close();
      return found;
    }),
  );
  for (const found of results) expect(found).toEqual([...items.slice(0, 17).keys()]);
  const cache = await EmbeddingCache.open(folder, 'encoder', 2);
  expect(await firstItems(cache, 20)).toEqual([...items.keys()]);
  await cache.close();
});

test('a process that was halted for long, and its segment merged by others, loses nothing', async () => {
  const cache = await EmbeddingCache.open(folder, 'encoder', 2);
  await cache.append([a], fromRows([[1, 2]]));
  const [segment] = await segments();
  const longAgo = Date.now() / 1000 - 2 * 60 * 60;
  await utimes(segment.replace('.bin', '.lease'), longAgo, longAgo);
  for (let i = 0; i < 17; i++) await appendItem(i);
  await cache.append([b], fromRows([[3, 4]]));
  const target = matrix(2, 2);
  await cache.readInto(target, [a, b], [0, 1]);
  expect([...target.data]).toEqual([1, 2, 3, 4]);
  await cache.close();
  const again = await EmbeddingCache.open(folder, 'encoder', 2);
  expect([a, b].map((key) => again.has(key))).toEqual([true, true]);
});

test('many segments are merged into one', async () => {
  for (let i = 0; i < 20; i++) {
    const cache = await EmbeddingCache.open(folder, 'encoder', 2);
    await cache.append([contentKey(`item ${i}`)], fromRows([[i, -i]]));
    await cache.close();
  }
  const cache = await EmbeddingCache.open(folder, 'encoder', 2);
  expect((await segments()).length).toBeLessThan(5);
  const target = matrix(20, 2);
  const rows = Array.from({ length: 20 }, (_, i) => i);
  await cache.readInto(
    target,
    rows.map((i) => contentKey(`item ${i}`)),
    rows,
  );
  expect([...target.data]).toEqual(rows.flatMap((i) => [i, -i]));
  await cache.close();
});
