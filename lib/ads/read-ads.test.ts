import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ad, splitAds } from './index.js';
import { linearBaseline } from './linear-baseline.js';
import { readAds } from './read-ads.js';
import { imageStatistics } from './statistics.js';

let root: string;
let folder: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-own-ads-'));
  folder = path.join(root, 'images');
  await mkdir(folder);
  for (let i = 0; i < 60; i++) {
    const background = { r: 4 * i, g: 100, b: 255 - 4 * i };
    await sharp({ create: { width: 32, height: 24, channels: 3, background } })
      .png()
      .toFile(path.join(folder, `${i}.png`));
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

const good = Array.from(
  { length: 60 },
  (_, i) => `${i}.png,${i},${['pass', 'FAIL', '1', '0', 'True', 'false'][i % 6]}`,
);
let tables = 0;
async function labels(lines: readonly string[], header = 'file,quality,compliance'): Promise<string> {
  const file = path.join(root, `labels-${tables++}.csv`);
  await writeFile(file, [header, ...lines].join('\r\n'));
  return file;
}
const read = async (extra: readonly string[]) =>
  readAds({ images: folder, labels: await labels([...good, ...extra]) });

test('labels in any order of columns and spelling; every reason names its row and value', async () => {
  await writeFile(path.join(folder, 'broken.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]));
  await writeFile(path.join(folder, 'text.png'), 'no image');
  await writeFile(path.join(folder, 'empty.png'), '');
  const whole = await readFile(path.join(folder, '5.png'));
  await writeFile(path.join(folder, 'cut.png'), whole.subarray(0, whole.length - 30));
  await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
    .png()
    .toFile(path.join(folder, 'dot.png'));
  await writeFile(
    path.join(folder, 'vector.png'),
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"/>',
  );
  const { ads, setAside } = await read([
    'a.png,abc,pass',
    'b.png,140,pass',
    'c.png,-1,fail',
    'd.png,50,maybe',
    'e.png,,fail',
    ',50,fail',
    'missing.png,50,fail',
    'broken.jpg,50,fail',
    'text.png,50,fail',
    'empty.png,50,fail',
    'cut.png,50,fail',
    'dot.png,50,fail',
    'vector.png,50,fail',
    '../images/1.png/../../secret.png,50,fail',
    '/etc/hostname,50,fail',
    '3.png,3,0',
    '4.png,99,1',
    'f.png,50',
    '8.png,50,constructor',
    '9.png,50,__proto__',
  ]);
  expect(ads).toHaveLength(60);
  expect(ads[7]).toMatchObject({ file: '7.png', quality: 7, compliant: false, width: 32, height: 24 });
  expect(ads.filter(({ compliant }) => compliant)).toHaveLength(30);
  const reasons = setAside.map(({ row, reason }) => `${row} ${reason}`);
  expect(reasons.map((reason) => reason.replace(/damaged: .*/, 'damaged'))).toEqual([
    '62 quality is "abc", not a number from 0 to 100',
    '63 quality is "140", outside 0 to 100',
    '64 quality is "-1", outside 0 to 100',
    '65 compliance is "maybe", not one of 0, 1, pass, true, fail, false',
    '66 quality is "", not a number from 0 to 100',
    '67 no file is named',
    '68 no such file',
    '69 damaged',
    '70 not an image',
    '71 0 bytes',
    '72 damaged',
    '73 1×1 pixels; an ad needs at least 16 a side',
    '74 a svg file, not a photo format',
    '75 leads out of the folder of images',
    '76 an absolute path; write it relative to the folder of images',
    '77 listed before in row 5, with the same labels',
    '78 listed before in row 6, with other labels, quality 4 and not 99',
    '79 compliance is "", not one of 0, 1, pass, true, fail, false',
    '80 compliance is "constructor", not one of 0, 1, pass, true, fail, false',
    '81 compliance is "__proto__", not one of 0, 1, pass, true, fail, false',
  ]);
});

test('rules that are broken have names of the labels, and agree with the verdict; without the column none are known', async () => {
  const rows = good.map(
    (line, i) => `${line},${/pass|1$|True/.test(line) ? '' : i < 30 ? 'logo claim' : 'claim; claim'}`,
  );
  const file = await labels(rows.slice(2), 'file,quality,compliance,Broken');
  const { ads, rules, setAside, hash } = await readAds({ images: folder, labels: file });
  expect(rules).toEqual(['claim', 'logo']);
  expect(ads.map(({ broken }) => broken?.join(' ')).slice(0, 3)).toEqual(['', 'logo claim', '']);
  expect(ads.at(-1)?.broken).toEqual(['claim']);
  expect(setAside).toEqual([]);
  const plain = await read([]);
  expect(plain.rules).toEqual([]);
  expect(plain.ads[0]).not.toHaveProperty('broken');
  expect(plain.hash).not.toBe(hash);
  const wrong = await labels(
    [...rows.slice(2), '0.png,8,fail,', '1.png,9,pass,logo'],
    'file,quality,compliance,broken',
  );
  const refused = await readAds({ images: folder, labels: wrong });
  expect(refused.setAside.map(({ reason }) => reason)).toEqual([
    'it fails, but broken names no rule; name what it breaks, as in logo-safe-zone',
    'it passes, but broken is "logo"; leave that empty, or say fail',
  ]);
  const many = good.map((line, i) => `${line},${/pass|1$|True/.test(line) ? '' : `a${i} b${i}`}`);
  await expect(
    readAds({ images: folder, labels: await labels(many, 'file,quality,compliance,broken') }),
  ).rejects.toThrow(/names 60 rules in its column broken, such as "a1, a11, a13", and at most 32/);
});

test('a link that leads out is refused', async ({ skip }) => {
  await writeFile(path.join(root, 'outside.png'), await readFile(path.join(folder, '1.png')));
  try {
    await symlink(path.join(root, 'outside.png'), path.join(folder, 'link.png'));
  } catch {
    skip('links cannot be made here');
  }
  const { setAside } = await read(['link.png,5,pass']);
  expect(setAside[0].reason).toBe('leads out of the folder of images');
});

test('what is converted is said, and copies are noticed', async () => {
  const red = { width: 30, height: 20, channels: 4 as const, background: { r: 255, g: 0, b: 0, alpha: 0.5 } };
  await sharp({ create: red }).png().toFile(path.join(folder, 'alpha.png'));
  await sharp({ create: red }).flatten().toColourspace('cmyk').jpeg().toFile(path.join(folder, 'cmyk.jpg'));
  await copyFile(path.join(folder, '2.png'), path.join(folder, 'copy.png'));
  const { converted, duplicates, hash } = await read(['alpha.png,5,1', 'cmyk.jpg,5,1', 'copy.png,5,1']);
  expect(converted).toEqual([
    { file: 'alpha.png', changes: ['transparency put on white'] },
    { file: 'cmyk.jpg', changes: ['CMYK to RGB'] },
  ]);
  expect(duplicates).toEqual([{ file: 'copy.png', sameAs: '2.png' }]);
  expect(hash).not.toBe((await read([])).hash);
});

test('too few, one class, no column, no table, no folder: each error says what is needed', async () => {
  const fail = async (lines: readonly string[], header?: string) =>
    readAds({ images: folder, labels: await labels(lines, header) });
  await expect(fail(good.slice(0, 49))).rejects.toThrow(
    /gives 49 usable ads and at least 50 are needed; training needs/,
  );
  await expect(fail([...good.slice(0, 49), '50.png,140,1'])).rejects.toThrow(
    /set aside, such as row 51, "50.png": quality is "140"/,
  );
  await expect(fail(good.map((line) => line.replace(/,\w+$/, ',pass')))).rejects.toThrow(
    /all 60 ads of .* pass; training needs/,
  );
  await expect(fail(good, 'file,score,compliance')).rejects.toThrow(
    /no column quality, but "file, score, compliance"/,
  );
  await expect(fail(['"1.png,5,pass'])).rejects.toThrow(/is no CSV: Quote/);
  await expect(readAds(path.join(root, 'none'))).rejects.toThrow(/none does not exist/);
  await expect(readAds(folder)).rejects.toThrow(/holds no CSV and no dataset_metadata.json/);
  const empty = await mkdtemp(path.join(root, 'empty-'));
  await expect(readAds({ images: empty, labels: await labels(good) })).rejects.toThrow(/0 usable ads/);
});

test('a split keeps the mix and never divides equal contents', () => {
  const ad = fc.record({
    quality: fc.integer({ min: 0, max: 100 }),
    compliant: fc.boolean(),
    sha256: fc.integer({ min: 0, max: 300 }).map(String),
  });
  fc.assert(
    fc.property(fc.array(ad, { minLength: 1, maxLength: 300 }), fc.integer(), (rows, seed) => {
      const ads = rows.map((row, i) => ({ ...row, path: '', file: String(i), width: 1, height: 1 }));
      const { train, validation, test: held } = splitAds(ads, { seed });
      const all = [train, validation, held];
      expect(
        all
          .flat()
          .map(({ file }) => Number(file))
          .sort((a, b) => a - b),
      ).toEqual(ads.map((_, i) => i));
      const keys = all.map((part) => new Set(part.map(({ sha256 }) => sha256)));
      expect(new Set(keys.flatMap((set) => [...set])).size).toBe(keys[0].size + keys[1].size + keys[2].size);
    }),
  );
});

test('statistics of images whose answer is known', async () => {
  const halves = path.join(root, 'halves.png');
  const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (Math.floor(i / 3) % 64 < 32 ? 0 : 255));
  await sharp(data, { raw: { width: 64, height: 64, channels: 3 } })
    .png()
    .toFile(halves);
  const half = await imageStatistics(halves);
  expect(half.luminance).toBeCloseTo(0.5, 1);
  expect(half.contrast).toBeCloseTo(0.5, 1);
  expect([half.saturation, half.colorfulness]).toEqual([0, 0]);
  expect(half.dark + half.light).toBeGreaterThan(0.95);
  expect(half.entropy).toBeGreaterThan(0.9);
  const flat = path.join(root, 'flat.png');
  await sharp({ create: { width: 50, height: 25, channels: 3, background: '#ff0000' } })
    .png()
    .toFile(flat);
  const red = await imageStatistics(flat);
  expect(red.contrast).toBeCloseTo(0, 9);
  expect(red).toMatchObject({ edgeDensity: 0, entropy: 0, saturation: 1, aspectRatio: 2 });
  expect(red.luminance).toBeCloseTo(0.299, 3);
  expect(red.colorfulness).toBeCloseTo(0.3 * Math.hypot(1, 0.5), 3);
});

test('the linear baseline finds what is linear in a statistic, and stays in range', async () => {
  const { ads } = await read([]);
  const luminous: Ad[] = [];
  for (const ad of ads) {
    const { luminance } = await imageStatistics(ad.path);
    luminous.push({ ...ad, quality: 200 * luminance - 20, compliant: luminance > 0.35 });
  }
  const { scores, probabilities } = await (await linearBaseline(luminous)).predict(luminous);
  luminous.forEach(({ quality }, i) => {
    expect(Math.abs(scores[i] - quality)).toBeLessThan(4);
    expect(probabilities[i] >= 0 && probabilities[i] <= 1).toBe(true);
  });
});
