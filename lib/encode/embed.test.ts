import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contentKey, EmbeddingCache } from '../store/index.js';
import { matrix } from '../vectors/index.js';
import { type EmbedOptions, embed } from './embed.js';
import type { Encoder } from './encoder.js';
import { photoKeys } from './photo-keys.js';

let root: string;
let folder: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'embed-'));
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(root, 'cache-'));
});
afterAll(() => rm(root, { recursive: true }));

const dim = 4;

/** The i-th number of a text's vector is its length plus i; '!' fails, 'NaN' gives NaN. Batches come back to front. */
function countingEncoder() {
  const asked: string[] = [];
  const encoder: Encoder<string> = {
    id: 'counting',
    name: 'Counting',
    dim,
    fallback: false,
    async *encodeBatches(items, { batchSize = 10 } = {}) {
      for (let end = items.length; end > 0; end -= batchSize) {
        const indices = items
          .map((_, i) => i)
          .slice(Math.max(0, end - batchSize), end)
          .reverse();
        asked.push(...indices.map((i) => items[i]));
        const numbers = indices.flatMap((i) =>
          [0, 1, 2, 3].map((n) => (items[i] === 'NaN' ? Number.NaN : items[i].length + n)),
        );
        const failed = new Map(indices.filter((i) => items[i] === '!').map((i) => [i, 'no known word']));
        yield { indices, vectors: matrix(indices.length, dim, Float32Array.from(numbers)), failed };
      }
    },
    async close() {},
  };
  return { encoder, asked };
}

async function run(texts: readonly string[], options: EmbedOptions = {}) {
  const { encoder, asked } = countingEncoder();
  const cache = await EmbeddingCache.open(folder, encoder.id, dim);
  try {
    return { ...(await embed(texts, encoder, { cache, ...options })), asked };
  } finally {
    await cache.close();
  }
}

const texts = Array.from({ length: 300 }, (_, i) => `${i} `.repeat(1 + (i % 9)));

test('a rerun encodes nothing, and gives the same bytes', async () => {
  const first = await run(texts);
  expect([first.encoded, first.reused, first.failed.size]).toEqual([300, 0, 0]);
  expect(first.vectors.data.slice(0, 8)).toEqual(Float32Array.of(2, 3, 4, 5, 4, 5, 6, 7));
  const second = await run(texts);
  expect([second.encoded, second.reused, second.asked.length]).toEqual([0, 300, 0]);
  expect(second.vectors).toEqual(first.vectors);
  expect((await embed(texts, countingEncoder().encoder)).vectors).toEqual(first.vectors);
});

test('only what changed is encoded', async () => {
  await run(texts);
  const changed = texts.map((text, i) => (i % 100 === 0 ? `${text}new` : text));
  const result = await run(changed);
  expect(result.asked.sort()).toEqual([0, 100, 200].map((i) => changed[i]).sort());
  expect(result.vectors).toEqual((await embed(changed, countingEncoder().encoder)).vectors);
});

test('duplicates are encoded once, failures are reported for each and tried again', async () => {
  const first = await run(['a', '!', 'bb', 'a', '!']);
  expect(first.asked.sort()).toEqual(['!', 'a', 'bb']);
  expect([...first.failed]).toEqual([
    [1, 'no known word'],
    [4, 'no known word'],
  ]);
  expect([...first.vectors.data]).toEqual([1, 2, 3, 4, 0, 0, 0, 0, 2, 3, 4, 5, 1, 2, 3, 4, 0, 0, 0, 0]);
  expect([first.encoded, first.reused]).toEqual([2, 0]);
  expect((await run(['a', '!'])).asked).toEqual(['!']);
});

test('items without a key are encoded every time', async () => {
  const contentKeys = [null, contentKey('x'), null];
  expect((await run(['a', 'x', 'a'], { contentKeys })).encoded).toBe(3);
  expect((await run(['a', 'x', 'a'], { contentKeys })).asked).toEqual(['a', 'a']);
  await expect(run(['a'], { contentKeys })).rejects.toThrow('3 content keys for 1 items');
});

test('NaN is an error that names the item; batches before it are kept', async () => {
  const many = ['NaN', ...texts];
  await expect(run(many)).rejects.toThrow('Counting gave NaN for item 0 ("NaN")');
  expect((await run(texts)).reused).toBe(300);
});

test('an encoder that loses or repeats an item is caught', async () => {
  const { encoder } = countingEncoder();
  const broken = (indices: number[]): Encoder<string> => ({
    ...encoder,
    async *encodeBatches() {
      yield { indices, vectors: matrix(indices.length, dim) };
    },
  });
  await expect(embed(['a', 'b'], broken([0]))).rejects.toThrow('did not return item 1 ("b")');
  await expect(embed(['a', 'b'], broken([0, 0]))).rejects.toThrow('returned item 0 ("a") twice');
});

test('progress counts up to the total, and a signal stops with the finished batches kept', async () => {
  const seen: number[] = [];
  const controller = new AbortController();
  const onProgress = (done: number, total: number) => {
    expect(total).toBe(300);
    seen.push(done);
    if (done === 30) controller.abort(new Error('stopped'));
  };
  await expect(run(texts, { onProgress, signal: controller.signal })).rejects.toThrow('stopped');
  expect(seen).toEqual([0, 10, 20, 30]);
  expect((await run(texts)).reused).toBe(30);
});

test('a flipped byte in the cache is noticed, counted and redone', async () => {
  const first = await run(texts);
  const [file] = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.bin'));
  const bytes = await readFile(path.join(folder, file));
  bytes[bytes.length >> 1] ^= 4;
  await writeFile(path.join(folder, file), bytes);
  const again = await run(texts);
  expect([again.damaged, again.encoded, again.reused]).toEqual([1, 1, 299]);
  expect(again.vectors).toEqual(first.vectors);
});

test('a run killed by SIGKILL goes on from its finished batches', async () => {
  const script = path.join(root, 'killed.ts');
  const source = (name: string) => JSON.stringify(path.join(import.meta.dirname, name));
  await writeFile(
    script,
    `import { embed } from ${source('embed.ts')};
     import { EmbeddingCache } from ${source('../store/index.ts')};
     const encoder = { id: 'counting', name: '', dim: 4, fallback: false, async close() {}, async *encodeBatches(items) {
       for (let start = 0; start < 300; start += 100) {
         if (start === 200) { process.stdout.write('third batch'); await new Promise((r) => setTimeout(r, 60_000)); }
         const indices = Array.from({ length: 100 }, (_, i) => start + i);
         const numbers = indices.flatMap((i) => [0, 1, 2, 3].map((n) => items[i].length + n));
         await new Promise((r) => setTimeout(r, 1100));
         yield { indices, vectors: { rows: 100, cols: 4, data: Float32Array.from(numbers) } };
       }
     } };
     const cache = await EmbeddingCache.open(${JSON.stringify(folder)}, 'counting', 4);
     await embed(${JSON.stringify(texts)}, encoder, { cache });`,
  );
  const vite = pathToFileURL(
    path.join(import.meta.dirname, '../../node_modules/vite/dist/node/index.js'),
  ).href;
  const start = `const { runnerImport } = await import(${JSON.stringify(vite)}); await runnerImport(${JSON.stringify(script)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', start], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const reached = await Promise.race([
    once(child.stdout, 'data').then(String),
    once(child, 'exit').then(() => errors),
  ]);
  expect(reached).toBe('third batch');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const resumed = await run(texts);
  expect([resumed.reused, resumed.asked.length, resumed.damaged]).toEqual([200, 100, 0]);
  expect(resumed.vectors).toEqual((await embed(texts, countingEncoder().encoder)).vectors);
});

test('a batch size of 0 is refused', async () => {
  await expect(run(texts, { batchSize: 0 })).rejects.toThrow(
    'the batch size must be a whole number of at least 1, got 0',
  );
});

test('photos are known by their bytes, and an absent one by nothing', async () => {
  await writeFile(path.join(root, 'a.jpg'), 'one');
  await writeFile(path.join(root, 'b.png'), 'one');
  const keys = await photoKeys(['a.jpg', 'b.png', 'c.jpg'].map((name) => path.join(root, name)));
  expect(keys).toEqual([contentKey('one'), contentKey(new TextEncoder().encode('one')), null]);
});
