import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productOf } from '../../testing/product.js';
import { createRandom, fromRows, matrix } from '../../vectors/index.js';
import { duplicateTable, nearDuplicates } from '../index.js';
import { UnionFind } from './union-find.js';

const at = (...degrees: (number | null)[]) =>
  fromRows(
    degrees.map((angle) =>
      angle === null ? [0, 0] : [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)],
    ),
  );

const shopOf = (text: ReturnType<typeof at>, image: ReturnType<typeof at>, photos?: (string | null)[]) => ({
  products: Array.from({ length: text.rows }, (_, i) =>
    productOf(`p${i}`, { title: `title of p${i}`, price: 5 }),
  ),
  spaces: { text, image, hybrid: text },
  photos: photos ?? Array.from({ length: text.rows }, () => null),
});

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="#eee"/><circle cx="70" cy="120" r="60" fill="#235"/><rect x="120" y="20" width="70" height="90" fill="#b52"/></svg>';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-duplicates-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('nearDuplicates', () => {
  it('wants text and photo alike; the text alone where a photo is missing', async () => {
    // p0, p1: both alike. p2: text as p0, another photo (another colour). p3: text as p0, no photo. p4: nothing alike.
    const shop = shopOf(at(0, 5, 2, 20, 90), at(0, 10, 60, null, 2));
    const { groups, groupOf, crowded } = await nearDuplicates(shop);
    // cos 20° = 0.94 and cos 18° reach 0.9; p3 is near p0, p1 and p2 in text, and so joins p2 as well.
    expect(groups.map(({ products }) => products.map(({ id }) => id))).toEqual([['p0', 'p1', 'p2', 'p3']]);
    expect(groups[0].pairs.map(({ a, b, because }) => `${a.id} ${b.id} ${because}`)).toEqual([
      'p0 p1 text and photo',
      'p0 p3 text, a photo missing',
      'p1 p3 text, a photo missing',
      'p2 p3 text, a photo missing',
    ]);
    expect([...groupOf.keys()]).toEqual(['p0', 'p1', 'p2', 'p3']);
    expect(crowded).toEqual([]);
    const strict = await nearDuplicates(shop, { textThreshold: 0.99 });
    expect(strict.groups.map(({ products }) => products.map(({ id }) => id))).toEqual([['p0', 'p1']]);
    expect(strict.groups[0].pairs[0].text).toBeCloseTo(Math.cos((5 * Math.PI) / 180), 5);
    expect(duplicateTable(strict).map((row) => [row.group, row.id, row.because])).toEqual([
      [1, 'p0', 'text and photo'],
      [1, 'p1', 'text and photo'],
    ]);
  });

  it('knows one photo at another size under another text, and lists photos that it cannot read', async () => {
    const paths = ['a.png', 'b.jpg', 'c.png', 'd.png'].map((name) => path.join(folder, name));
    await sharp(Buffer.from(svg)).toFile(paths[0]);
    await sharp(Buffer.from(svg)).resize(90, 90).jpeg({ quality: 50 }).toFile(paths[1]);
    await sharp(Buffer.from(svg)).flop().toFile(paths[2]);
    await writeFile(paths[3], 'no picture');
    const { groups, failures } = await nearDuplicates(
      shopOf(at(0, 50, 100, 150), at(0, 50, 100, null), paths),
    );
    expect(groups.map(({ products, pairs }) => [products.map(({ id }) => id), pairs[0].because])).toEqual([
      [['p0', 'p1'], 'same photo'],
    ]);
    expect(groups[0].pairs[0].hashBits).toBeLessThanOrEqual(8);
    expect(groups[0].pairs[0].pixels).toBeGreaterThan(0.99);
    expect(failures.map(({ id }) => id)).toEqual(['p3']);
  });

  it('joins 300 copies of one text, naming those with too many neighbours to compare', async () => {
    const { groups, crowded } = await nearDuplicates(shopOf(at(...Array(300).fill(10)), matrix(300, 2)));
    expect(groups.map(({ products }) => products.length)).toEqual([300]);
    expect(crowded).toHaveLength(300);
  });

  it('joins what comparing all with all joins, and lists true pairs, some of each product', async () => {
    const angle = fc.option(fc.integer({ min: 0, max: 180 }), { nil: null });
    const angles = fc
      .array(angle, { minLength: 1, maxLength: 40 })
      .filter((list) => list.some((x) => x !== null));
    await fc.assert(
      fc.asyncProperty(angles, async (degrees) => {
        const { groups } = await nearDuplicates(shopOf(at(...degrees), matrix(degrees.length, 2)), {
          textThreshold: 0.999,
        });
        const union = new UnionFind(degrees.length);
        const expected = new Map(degrees.map((_, i) => [`p${i}`, new Set<string>()]));
        degrees.forEach((x, i) => {
          degrees.forEach((y, j) => {
            if (i === j || x === null || y === null || Math.cos(((x - y) * Math.PI) / 180) < 0.999) return;
            union.join(i, j);
            expected.get(`p${i}`)!.add(`p${j}`);
          });
        });
        const joined = union.groups().map((rows) => rows.map((i) => `p${i}`));
        expect(groups.map(({ products }) => products.map(({ id }) => id)).sort()).toEqual(joined.sort());
        const listed = new Map<string, string[]>(degrees.map((_, i) => [`p${i}`, []]));
        for (const { a, b } of groups.flatMap(({ pairs }) => pairs)) {
          listed.get(a.id)!.push(b.id);
          listed.get(b.id)!.push(a.id);
        }
        for (const [id, others] of listed) {
          const near = expected.get(id)!;
          expect(new Set(others).size).toBe(others.length);
          for (const other of others) expect(near).toContain(other);
          expect(others.length).toBeGreaterThanOrEqual(Math.min(near.size, 8));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('ends where thousands share a photo, each decoded once, and tells how far it is', async () => {
    const [photo, smaller] = ['shared.png', 'smaller.jpg'].map((name) => path.join(folder, name));
    await sharp(Buffer.from(svg)).toFile(photo);
    await sharp(Buffer.from(svg)).resize(90, 90).jpeg().toFile(smaller);
    const copy = path.join(folder, 'copy.png');
    await copyFile(photo, copy);
    const random = createRandom(1);
    const count = 6000;
    const text = fromRows(
      Array.from({ length: count }, () => Array.from({ length: 32 }, () => random.normal())),
    );
    const photos = Array.from({ length: count }, (_, i) => [photo, copy, smaller][i % 3]);
    const steps = new Map<string, string>();
    const onProgress = (done: number, total: number, step: string) => steps.set(step, `${done}/${total}`);
    const { groups } = await nearDuplicates(shopOf(text, matrix(count, 2), photos), { onProgress });
    expect(groups.map(({ products }) => products.length)).toEqual([count]);
    expect(groups[0].pairs.length).toBeLessThanOrEqual(count * 9);
    expect(groups[0].pairs[0]).toMatchObject({ because: 'same photo', pixels: 1, hashBits: 0 });
    expect(duplicateTable({ groups })).toHaveLength(count);
    expect(Object.fromEntries(steps)).toEqual({
      'Hashing photos': '2/2',
      'Comparing texts': `${count}/${count}`,
      'Decoding photos': '2/2',
      'Comparing photos': '1/1',
    });
  });

  it('names bad input', async () => {
    const shop = shopOf(at(0, 1), at(0, 1));
    await expect(nearDuplicates(shop, { textThreshold: 0 })).rejects.toThrow(/textThreshold is 0/);
    await expect(nearDuplicates(shop, { imageThreshold: Number.NaN })).rejects.toThrow(
      /imageThreshold is NaN/,
    );
    await expect(nearDuplicates(shop, { hashBits: 1.5 })).rejects.toThrow(/hashBits is 1.5/);
    await expect(nearDuplicates(shopOf(at(null), at(0)))).rejects.toThrow(/at least one vector/);
  });
});

it('UnionFind joins what is connected', () => {
  const union = new UnionFind(6);
  union.join(4, 1);
  union.join(2, 3);
  union.join(1, 2);
  union.join(1, 3);
  expect(union.groups()).toEqual([[1, 2, 3, 4]]);
  expect(union.find(1)).toBe(union.find(3));
  expect(union.find(0)).not.toBe(union.find(5));
});
