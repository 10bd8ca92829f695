import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scatterChart } from '../../plot/index.js';
import { hoverUris } from './hover-images.js';
import { showPlot } from './index.js';

const kernel = globalThis as { __tslab__?: unknown };
let shown: string[];
let folder: string;
beforeEach(async () => {
  shown = [];
  kernel.__tslab__ = { require: () => ({ display: { html: (html: string) => shown.push(html) } }) };
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-hover-'));
});
afterEach(async () => {
  delete kernel.__tslab__;
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const chart = (n: number) => {
  const x = Array.from({ length: n }, (_, i) => i);
  const figure = scatterChart({ series: [{ name: 'a', x, y: x, hover: x.map(String) }] });
  return { ...figure, data: figure.data.map((trace) => ({ ...trace, customdata: x })) };
};

test('a photo becomes a JPEG of at most 3 KB, however noisy; none where it cannot be read', async () => {
  const noise = Buffer.from(Array.from({ length: 300 * 200 * 3 }, (_, i) => (i * 7919 * (i % 31)) & 255));
  const loud = path.join(folder, 'loud.png');
  await sharp(noise, { raw: { width: 300, height: 200, channels: 3 } }).toFile(loud);
  const broken = path.join(folder, 'broken.jpg');
  await writeFile(broken, 'no picture');
  const [uri, ...none] = await hoverUris([loud, broken, path.join(folder, 'missing.jpg'), null]);
  expect(none).toEqual([null, null, null]);
  const jpeg = Buffer.from(String(uri).replace('data:image/jpeg;base64,', ''), 'base64');
  expect(jpeg.byteLength).toBeLessThanOrEqual(3072);
  expect((await sharp(jpeg).metadata()).width).toBeGreaterThanOrEqual(48);
});

test('the chart brings its photos once, and leaves the label to the card', async () => {
  const photo = path.join(folder, 'a.png');
  await sharp({ create: { width: 20, height: 20, channels: 3, background: '#a33' } }).toFile(photo);
  await showPlot(chart(2), { name: 'map', hoverImages: [photo, null] });
  expect(shown[0].match(/data:image\/jpeg/g)).toHaveLength(1);
  expect(shown[0]).toContain('class="hover-images">["data:image/jpeg');
  expect(shown[0]).toContain('"hoverinfo":"none"');
});

test('without photos, or with too many points, texts stay; the latter is said', async () => {
  await showPlot(chart(2), { name: 'bare', hoverImages: [null, null] });
  expect(shown[0]).not.toContain('hover-images');
  expect(shown[0]).toContain('"hoverinfo":"text+name"');
  await showPlot(chart(1501), { name: 'many', hoverImages: Array(1501).fill('x.jpg') });
  expect(shown[1]).toContain(
    'No photos under the pointer: there are 1,501 points, and photos for up to 1,500.',
  );
  delete kernel.__tslab__;
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  await showPlot(chart(1501), { name: 'many', hoverImages: Array(1501).fill('x.jpg') });
  expect(print.mock.calls[0][0]).toMatch(/^plot many: .* No photos under the pointer/);
});
