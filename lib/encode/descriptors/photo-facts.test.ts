import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differenceHash, dominantColors, hammingDistance } from '../../images/index.js';
import { photoCorrelation } from '../../images/likeness/index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-photo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A picture of some boxes on a plain ground. */
function drawing(boxes: readonly (readonly [string, number, number, number, number])[], ground = '#ffffff') {
  const shapes = boxes.map(
    ([fill, x, y, w, h]) => `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"><rect width="256" height="256" fill="${ground}"/>${shapes.join('')}</svg>`;
  return sharp(Buffer.from(svg));
}

async function saved(name: string, picture: Sharp): Promise<string> {
  const file = path.join(folder, name);
  await picture.toFile(file);
  return file;
}

describe('dominantColors', () => {
  it('finds the colours of the product, not of the backdrop', async () => {
    const file = await saved(
      'two.png',
      drawing([
        ['#b42f2f', 40, 40, 176, 120],
        ['#22335f', 40, 160, 176, 60],
      ]),
    );
    const colors = await dominantColors(file);
    expect(colors.slice(0, 2).map(({ name }) => name)).toEqual(['red', 'navy']);
    expect(colors[0].hex).toMatch(/^#b[0-9a-f][23][0-9a-f][23][0-9a-f]$/);
    expect(colors[0].share).toBeGreaterThan(0.5);
    expect(colors.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(await dominantColors(file)).toEqual(colors);
  });

  it('gives one colour for a plain picture, and names bad input', async () => {
    const plain = await saved('plain.png', drawing([], '#4b7f4d'));
    const colors = await dominantColors(plain);
    expect(colors.map(({ hex, name, share }) => [hex, name, share])).toEqual([['#4b7f4d', 'green', 1]]);
    await expect(dominantColors(plain, { count: 0 })).rejects.toThrow(/0 dominant colours/);
    await writeFile(path.join(folder, 'broken.jpg'), 'no photo');
    await expect(dominantColors(path.join(folder, 'broken.jpg'))).rejects.toThrow(
      /broken\.jpg cannot be decoded/,
    );
    await expect(differenceHash(path.join(folder, 'broken.jpg'))).rejects.toThrow(
      /broken\.jpg cannot be decoded/,
    );
  });
});

describe('differenceHash', () => {
  const sofa = () =>
    drawing(
      [
        ['#b42f2f', 30, 90, 190, 80],
        ['#7a1f1f', 30, 150, 190, 40],
        ['#222222', 50, 190, 12, 40],
        ['#dddddd', 150, 20, 80, 40],
      ],
      '#c9c5bf',
    );

  it('hashes a ramp by hand: each value below its right neighbour sets every bit', async () => {
    const ramp = Buffer.from(Array.from({ length: 72 }, (_, i) => (i % 9) * 20));
    const picture = (grey: Buffer) => sharp(grey, { raw: { width: 9, height: 8, channels: 1 } });
    expect(await differenceHash(await saved('ramp.png', picture(ramp)))).toBe('ffffffffffffffff');
    expect(await differenceHash(await saved('flat.png', picture(Buffer.alloc(72, 90))))).toBe(
      '0000000000000000',
    );
  });

  it('stays near over size and compression, and tells other photos apart', async () => {
    const [whole, small, mirrored] = await Promise.all([
      saved('whole.png', sofa()).then(differenceHash),
      saved('small.jpg', sofa().resize(120, 120).jpeg({ quality: 40 })).then(differenceHash),
      saved('mirrored.png', sofa().flop()).then(differenceHash),
    ]);
    expect(hammingDistance(whole, small)).toBeLessThanOrEqual(4);
    expect(hammingDistance(whole, mirrored)).toBeGreaterThan(8);
  });

  it('correlates thumbnails, by hand', () => {
    const bytes = (...values: number[]) => Uint8Array.from(values);
    expect(photoCorrelation(bytes(1, 2, 3), bytes(10, 20, 30))).toBeCloseTo(1, 12);
    expect(photoCorrelation(bytes(1, 2, 3), bytes(3, 2, 1))).toBeCloseTo(-1, 12);
    expect(photoCorrelation(bytes(5, 5), bytes(5, 5))).toBe(1);
    expect(photoCorrelation(bytes(5, 5), bytes(1, 9))).toBe(0);
  });

  it('counts bits', () => {
    expect(hammingDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
    expect(hammingDistance('8000000000000001', '0000000000000000')).toBe(2);
    expect(() => hammingDistance('xyz', '0000000000000000')).toThrow(/"xyz" is no hash/);
  });
});
