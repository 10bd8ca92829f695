import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { columns } from '../../catalog/parse-product.js';
import { UserError } from '../../errors/index.js';
import { ensureSample } from './sample.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'sample-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Every file below a folder, by its relative path. */
async function contents(directory: string): Promise<Map<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const read = async (file: string) =>
    [file.slice(directory.length).replaceAll('\\', '/'), (await readFile(file)).toString('base64')] as const;
  return new Map(await Promise.all(files.sort().map(read)));
}

async function folder(name: string, options: Parameters<typeof ensureSample>[1]) {
  const sample = await ensureSample(path.join(root, name), { count: 60, ...options });
  return { sample, files: await contents(sample.directory) };
}

test('one seed gives one set of bytes, another seed another', async () => {
  const [a, b, c] = [await folder('a', {}), await folder('b', { seed: 42 }), await folder('c', { seed: 43 })];
  expect(a.files).toEqual(b.files);
  expect(a.files.get('/catalog.csv')).not.toBe(c.files.get('/catalog.csv'));
  expect([...a.files.keys()].some((path) => c.files.has(path) && path.startsWith('/photos'))).toBe(false);
});

test('the catalogue has the twelve columns, and each product its photo', async () => {
  const { sample, files } = await folder('a', {});
  const text = await readFile(sample.catalogPath, 'utf8');
  const rows: Record<string, string>[] = parse(text, { columns: true });
  expect(Object.keys(rows[0])).toEqual([...columns]);
  expect(rows).toHaveLength(60);
  for (const { images, price } of rows) {
    const [, file] = /^\['(photos\/[0-9a-f-]{36}\.jpg) ?'\]$/.exec(images)!;
    expect((await sharp(Buffer.from(files.get(`/${file}`)!, 'base64')).metadata()).format).toBe('jpeg');
    expect(price).toMatch(/^(\$[\d,]+\.\d\d)?$/);
  }
});

test('a second call finds the sample whole and reports no photo', async () => {
  await folder('a', {});
  const photos: number[] = [];
  const { sample } = await folder('a', { onProgress: (done) => photos.push(done) });
  expect([sample.generated, photos.length]).toEqual([false, 0]);
});

test.each(['catalog.csv', 'qrels.txt', 'sample.json', 'photos'])(
  'a damaged %s is made again; other files stay',
  async (name) => {
    const first = await folder('a', {});
    await writeFile(path.join(root, 'a', 'notes.txt'), 'mine');
    if (name === 'photos') {
      const [photo] = await readdir(path.join(root, 'a', name));
      await rm(path.join(root, 'a', name, photo));
    } else await writeFile(path.join(root, 'a', name), 'damaged');
    const again = await folder('a', {});
    expect(again.sample.generated).toBe(true);
    expect(again.files.get('/notes.txt')).toBeDefined();
    again.files.delete('/notes.txt');
    expect(again.files).toEqual(first.files);
  },
);

test('another seed or an older generator replaces the whole sample, its old photos included', async () => {
  await folder('a', { seed: 1, count: 8 });
  const other = await folder('a', { seed: 2, count: 5 });
  expect(other.files).toEqual((await folder('b', { seed: 2, count: 5 })).files);
  const file = path.join(root, 'a', 'sample.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/"version": \d+/, '"version": 0'));
  expect((await folder('a', { seed: 2, count: 5 })).sample.generated).toBe(true);
});

test('a half-built folder of a killed process is ignored, and removed once it is old', async () => {
  const [fresh, old, held, killed] = [1, 2, 3, 4].map((n) => path.join(root, `.a-building-${n}`));
  for (const file of [fresh, old, held, killed]) {
    await mkdir(file);
    await writeFile(path.join(file, 'catalog.csv'), 'half');
  }
  for (const file of [old, held]) await utimes(file, 0, 0);
  for (const file of [held, killed]) await writeFile(`${file}.lease`, '');
  await utimes(`${killed}.lease`, 0, 0);
  expect((await folder('a', { count: 3 })).sample.generated).toBe(true);
  const names = (await readdir(root)).sort();
  expect(names).toEqual(['.a-building-1', '.a-building-3', '.a-building-3.lease', 'a']);
});

test('a folder with other files is refused and left alone; an empty one is used', async () => {
  await mkdir(path.join(root, 'full'));
  await writeFile(path.join(root, 'full', 'thesis.txt'), 'mine');
  await expect(folder('full', {})).rejects.toThrow(/full is not empty and holds no sample\.json/);
  expect(await readdir(path.join(root, 'full'))).toEqual(['thesis.txt']);
  await mkdir(path.join(root, 'empty'));
  expect((await folder('empty', { count: 3 })).sample.generated).toBe(true);
});

test('a failure half-way leaves nothing behind', async () => {
  const stop = () => {
    throw new Error('stopped');
  };
  await expect(folder('a', { onProgress: stop })).rejects.toThrow('stopped');
  expect(await readdir(root)).toEqual([]);
});

test('two at a time give one sample', async () => {
  const both = await Promise.all([folder('a', { count: 12 }), folder('a', { count: 12 })]);
  expect(both[0].files).toEqual(both[1].files);
  expect(await readdir(root)).toEqual(['a']);
});

test('seed and count out of range, and a path through a file, are one-line errors', async () => {
  await expect(folder('a', { seed: 0.5 })).rejects.toThrow(UserError);
  await expect(folder('a', { count: 0 })).rejects.toThrow(
    'ensureSample: count is 0: give a whole number from 1 to 100,000',
  );
  await writeFile(path.join(root, 'file'), '');
  await expect(folder('file/a', {})).rejects.toThrow(/cannot be written to .*file/);
});
