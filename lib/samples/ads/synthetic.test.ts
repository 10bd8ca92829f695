import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adPictures } from '../../ads/index.js';
import { readAds } from '../../ads/read-ads.js';
import { decodeRgb, type RgbImage, resizeArea, resizeBilinear } from '../../images/index.js';
import { complianceRules } from './compliance.js';
import { composeAd } from './compose.js';
import { drawAd } from './draw-ad.js';
import { plannedFaults } from './faults.js';
import { generateAds } from './generate.js';
import { adScore, scoreNoise, scoreWeights } from './score.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-ads-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('composeAd', () => {
  const ads = Array.from({ length: 150 }, (_, i) => composeAd(7, i, 320));
  test('the score is the documented function of the attributes, within four deviations of its noise', () => {
    let squares = 0;
    for (const { attributes, quality } of ads) {
      const error = quality - adScore(attributes);
      expect(Math.abs(error)).toBeLessThan(4 * scoreNoise + 0.1);
      squares += error ** 2;
    }
    expect(Math.sqrt(squares / ads.length)).toBeGreaterThan(0.75 * scoreNoise);
    expect(Object.values(scoreWeights).reduce((a, b) => a + b)).toBe(100);
  });
  test('every rule is broken alone as often as another, and as planned, whatever could not be drawn at first', () => {
    const broken = ads.map(({ rules }) => rules.filter(({ ok }) => !ok).map(({ id }) => id));
    for (const { id } of complianceRules) {
      expect(broken.filter((ids) => ids.length === 1 && ids[0] === id)).toHaveLength(12);
      expect(broken.filter((ids) => ids.includes(id)).length).toBeGreaterThan(12);
    }
    expect(broken.filter((ids) => ids.length === 2)).toHaveLength(12);
    expect(broken.filter((ids) => ids.length === 0)).toHaveLength(90);
    broken.forEach((ids, i) => {
      expect(new Set(ids)).toEqual(plannedFaults(7, i));
    });
  });
  test('all bands are there', () => {
    for (const [low, high] of [
      [0, 40],
      [40, 70],
      [70, 101],
    ]) {
      expect(ads.filter(({ quality }) => quality >= low && quality < high).length).toBeGreaterThan(20);
    }
  });
  test('nothing measured lies within the gap of its rule, and an ad complies when all rules are kept', () => {
    for (const { rules, compliant } of ads) {
      expect(compliant).toBe(rules.every(({ ok }) => ok));
      for (const { id, ok, measured } of rules) {
        const [failing, passing] = complianceRules.find((rule) => rule.id === id)!.gap;
        if (id === 'text-contrast') expect(ok ? measured >= 3.2 : measured <= failing).toBe(true);
        if (id === 'logo-safe-zone') expect(ok ? measured >= passing : measured <= failing).toBe(true);
        if (id === 'text-coverage') expect(ok ? measured <= passing : measured >= failing).toBe(true);
      }
    }
  });
  test('averaged down from 1,080 pixels, an ad differs from the one of 320 by 2 grey levels, passed over in between by 6', async () => {
    const apart = { area: 0, bilinear: 0 };
    for (let index = 0; index < 8; index++) {
      const small = await decodeRgb(await drawAd(7, index));
      const big = await decodeRgb(await drawAd(7, index, { scale: 3.375 }));
      expect(big.width).toBeCloseTo(3.375 * small.width, -1);
      const distance = (resize: (image: RgbImage) => Float32Array) => {
        const [a, b] = [resize(small), resize(big)];
        return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length / 8;
      };
      apart.area += distance((image) => resizeArea(image, 128, 128));
      apart.bilinear += distance((image) => resizeBilinear(image, 128, 128));
    }
    expect(apart.area).toBeLessThan(2.5);
    expect(apart.bilinear).toBeGreaterThan(3 * apart.area);
  });
  test('an ad depends on seed and number alone', () => {
    expect(composeAd(7, 31, 320)).toEqual(ads[31]);
    expect(composeAd(8, 31, 320).svg).not.toBe(ads[31].svg);
  });
});

describe('generateAds', () => {
  const options = { count: 12, seed: 3, size: 128 };
  const bytesOf = async (folder: string) => {
    const names = (await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name)).sort();
    return Promise.all(
      names.map(async (name) => [name, (await readFile(path.join(folder, name))).toString('base64')]),
    );
  };
  test('the same bytes for the same seed; made again only where something is missing or changed', async () => {
    const folder = path.join(root, 'a');
    const first = await generateAds(folder, options);
    expect([first.generated, first.metadata.images.length]).toEqual([true, 12]);
    const bytes = await bytesOf(folder);
    expect(bytes).toHaveLength(14);
    expect((await generateAds(folder, options)).generated).toBe(false);
    await rm(path.join(folder, 'images', 'ad-0005.jpg'));
    expect((await generateAds(folder, options)).generated).toBe(true);
    await writeFile(path.join(folder, 'images', 'ad-0003.jpg'), 'x');
    expect((await generateAds(folder, options)).generated).toBe(true);
    await rm(path.join(folder, 'labels.csv'));
    expect((await generateAds(folder, options)).generated).toBe(true);
    await writeFile(path.join(folder, 'dataset_metadata.json'), '{');
    expect((await generateAds(folder, options)).generated).toBe(true);
    expect(await bytesOf(folder)).toEqual(bytes);
    expect((await generateAds(folder, { ...options, seed: 4 })).generated).toBe(true);
    expect(await bytesOf(folder)).not.toEqual(bytes);
    expect(await readdir(root)).toEqual(['a']);
  });
  test('images have the sizes that the metadata say, in several aspect ratios', async () => {
    const { metadata, folder } = await generateAds(path.join(root, 'b'), options);
    for (const { file, width, height } of metadata.images) {
      expect(await sharp(path.join(folder, file)).metadata()).toMatchObject({
        width,
        height,
        format: 'jpeg',
      });
    }
    expect(
      new Set(metadata.images.map(({ width, height }) => (width / height).toFixed(1))).size,
    ).toBeGreaterThan(2);
  });
  test('a folder with anything else, and options out of range, are refused', async () => {
    const folder = await mkdtemp(path.join(root, 'c-'));
    await writeFile(path.join(folder, 'mine.txt'), 'x');
    await expect(generateAds(folder, options)).rejects.toThrow(/mine\.txt/);
    expect(await readdir(folder)).toEqual(['mine.txt']);
    await expect(generateAds(folder, { count: 0 })).rejects.toThrow('count is 0: give a whole number from 1');
    await expect(generateAds(folder, { size: 64.5 })).rejects.toThrow('size is 64.5');
  });
  test('read back with rules; a contact sheet says what was broken', async () => {
    const { folder, metadata } = await generateAds(path.join(root, 'd'), options);
    const { ads, rules } = await readAds(folder, { least: 5 });
    expect(rules).toEqual(complianceRules.map(({ id }) => id));
    const { ads: labelled } = await readAds(
      { images: folder, labels: path.join(folder, 'labels.csv') },
      { least: 5 },
    );
    const labelsOf = (set: typeof ads) =>
      set.map(({ file, quality, compliant, broken }) => ({ file, quality, compliant, broken }));
    expect(labelsOf(labelled)).toEqual(labelsOf(ads));
    expect(ads.map(({ quality }) => quality)).toEqual(metadata.images.map(({ quality }) => quality));
    await rm(path.join(folder, 'images', 'ad-0001.jpg'));
    const { setAside } = await readAds(folder, { least: 5 });
    expect(setAside).toEqual([{ row: 2, file: 'images/ad-0001.jpg', reason: 'no such file' }]);
    const pictures = adPictures(ads, { count: 12, choose: 'spread' });
    expect(pictures).toHaveLength(12);
    const badges = pictures.map(({ badge }) => Number(badge));
    expect(badges).toEqual([...badges].sort((x, y) => x - y));
    const captions = pictures.map(({ caption }) => caption);
    expect(captions).toContain('passes');
    expect(captions.join()).toMatch(/fails: (text|logo|price)-/);
  });
});
