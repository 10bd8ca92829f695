import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { decodeRgb, resizeArea } from '../images/index.js';
import { saveAdQualityModel } from '../testing/ad-quality-model.js';
import { occlusionMap } from '../train/index.js';
import { serveAdQuality } from './index.js';
import type { PageServer } from './serve-ad-quality.js';

const executablePath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file && existsSync(file));
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];
const side = 32;
const rules = ['logo-safe-zone', '<b>small</b> print'];

interface Shown {
  readonly id: number;
  readonly done: boolean;
  readonly values: Float32Array;
  readonly map: { rows: number; cols: number; cells: Float32Array[] } | null;
}

const noisy = (width: number, height: number, background: string | object = '#c84') =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: background as string,
      noise: { type: 'gaussian', mean: 130, sigma: 60 },
    },
  });

const reason = executablePath
  ? ''
  : ' (skipped: no chromium at CHROMIUM_PATH, /usr/bin/chromium or google-chrome)';
describe.skipIf(!executablePath)(`the page in a browser${reason}`, () => {
  let browser: Browser;
  let folder: string;
  let server: PageServer;
  let model: tf.LayersModel;
  const opened: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    await tf.setBackend('cpu');
    folder = await mkdtemp(path.join(tmpdir(), 'vitrine-page-'));
    model = await saveAdQualityModel(path.join(folder, 'model'), side, rules);
    server = await serveAdQuality({ port: 0, model: path.join(folder, 'model') });
    browser = await chromium.launch({ executablePath, args });
  });
  afterEach(async () => {
    for (const close of opened.splice(0)) await close();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    model?.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Opens the page, and waits for its model; keeps what it complains of and asks for. */
  async function open(options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    opened.push(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    const elsewhere: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (request.method() !== 'GET' || !/^(data:|blob:)/.test(request.url().replace(server.url, 'data:'))) {
        elsewhere.push(request.url());
      }
    });
    await page.goto(server.url);
    await page.waitForFunction(() => 'adQuality' in window);
    // Not Node's own backend: equal numbers would say little.
    const backend = await page.evaluate(
      () => (window as unknown as { adQuality: { backend: string } }).adQuality.backend,
    );
    expect(backend).toMatch(/^(WebAssembly|WebGL)$/);
    return { page, complaints, elsewhere };
  }

  /** Waits until the page has scored and mapped picture number `id`. */
  async function result(page: Page, id: number): Promise<Shown> {
    await page.waitForFunction(
      (n) => {
        const { shown } = (window as unknown as { adQuality: { shown: Shown } }).adQuality;
        return (shown.id === n && shown.done) || !document.querySelector('#error')?.hasAttribute('hidden');
      },
      id,
      { timeout: 15_000 },
    );
    expect(await page.locator('#error').textContent()).toBe('');
    const text = await page.evaluate(() => {
      const { shown } = (window as unknown as { adQuality: { shown: Shown } }).adQuality;
      const { map } = shown;
      return JSON.stringify({
        ...shown,
        values: Array.from(shown.values),
        map: map && { ...map, cells: map.cells.map((cells) => Array.from(cells)) },
      });
    });
    return JSON.parse(text);
  }

  const predict = (images: Float32Array, count: number) =>
    tf.tidy(() => (model.predict(tf.tensor(images, [count, side, side, 3])) as tf.Tensor).dataSync());
  /** What Node makes of the bytes of a file. */
  async function inNode(file: Uint8Array) {
    const image = { height: side, width: side, data: resizeArea(await decodeRgb(file), side, side) };
    return { image, values: Array.from(predict(image.data, 1)) };
  }
  const choose = (page: Page, name: string, buffer: Buffer, mimeType = 'image/png') =>
    page.setInputFiles('#file', { name, mimeType, buffer });

  test('the same picture gives the same numbers as in Node: PNG, transparent, grey, turned JPEG, WebP, 1 × 1', async () => {
    const { page, complaints, elsewhere } = await open();
    const alpha = await noisy(90, 70)
      .joinChannel(await noisy(90, 70).toColourspace('b-w').png().toBuffer())
      .png()
      .toBuffer();
    expect((await sharp(alpha).metadata()).hasAlpha).toBe(true);
    const files: [string, Buffer, string][] = [
      ['big.png', await noisy(400, 300).png().toBuffer(), 'image/png'],
      ['alpha.png', alpha, 'image/png'],
      ['grey.png', await noisy(50, 40).toColourspace('b-w').png().toBuffer(), 'image/png'],
      ['turned.jpg', await noisy(120, 60).withMetadata({ orientation: 6 }).jpeg().toBuffer(), 'image/jpeg'],
      ['lossless.webp', await noisy(64, 64).webp({ lossless: true }).toBuffer(), 'image/webp'],
      ['one.png', await noisy(1, 1).png().toBuffer(), 'image/png'],
    ];
    const furthest: Record<string, number> = {};
    const scores: number[] = [];
    for (const [i, [name, file, type]] of files.entries()) {
      await choose(page, name, file, type);
      const shown = (await result(page, i + 1)).values;
      const { values } = await inNode(file);
      scores.push(shown[0]);
      expect(values).toHaveLength(2 + rules.length);
      furthest[name] = Math.max(...values.map((value, v) => Math.abs(shown[v] - value)));
      const rows = rules.map((rule, r) => {
        const probability = values[2 + r];
        return `${probability >= 0.5 ? '✗ breaks' : '✓ keeps'} ${rule} (${(100 * probability).toFixed(0)}\u00a0% likely broken)`;
      });
      expect(await page.locator('#rules li').allTextContents()).toEqual(rows);
    }
    expect(Math.max(...scores) - Math.min(...scores)).toBeGreaterThan(1);
    for (const [name, distance] of Object.entries(furthest))
      expect([name, distance < 1e-3]).toEqual([name, true]);
    expect([complaints, elsewhere]).toEqual([[], []]);
  });

  test('the map is the one that occlusionMap makes in Node', async () => {
    const { page } = await open();
    const file = await noisy(80, 80).png().toBuffer();
    await choose(page, 'a.png', file);
    const { map } = await result(page, 1);
    const { image } = await inNode(file);
    for (const output of [0, 1]) {
      const picked = (images: Float32Array, count: number) =>
        predict(images, count).filter((_, i) => i % (2 + rules.length) === output);
      const expected = await occlusionMap(picked, image);
      expect([map?.rows, map?.cols]).toEqual([expected.rows, expected.cols]);
      map?.cells[output].forEach((value, i) => {
        expect(Math.abs(value - expected.data[i])).toBeLessThan(1e-3);
      });
    }
  });

  test('the lines of the documentation work in any page', async () => {
    const { page } = await open();
    const file = await noisy(200, 150).png().toBuffer();
    const values = await page.evaluate(
      async ({ url, h, w }) => {
        // biome-ignore lint/suspicious/noExplicitAny: the page's global
        const { tf } = window as any;
        const img = new Image();
        img.src = url;
        await img.decode();
        const model = await tf.loadLayersModel('model/model.json');
        const k = Math.max(1, Math.ceil(Math.max(img.naturalHeight / h, img.naturalWidth / w)));
        const pixels = tf.browser
          .fromPixels(img)
          .resizeBilinear([k * h, k * w], false, true)
          .avgPool(k, k, 'valid');
        const [quality, compliance] = await model.predict(pixels.expandDims(0)).data();
        return [quality, compliance];
      },
      { url: `data:image/png;base64,${file.toString('base64')}`, h: side, w: side },
    );
    const expected = (await inNode(file)).values;
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 3);
    });
  });

  test('drop, paste, examples and the keyboard; a newer picture ends the map of the last', async () => {
    const { page, complaints, elsewhere } = await open();
    const bytes = [...(await noisy(30, 30).png().toBuffer())];
    const give = (type: 'drop' | 'paste', data: number[], mime = 'image/png') =>
      page.evaluate(
        ([kind, content, mimeType]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(content)], 'given', { type: mimeType }));
          const init = { bubbles: true, cancelable: true };
          document
            .querySelector('#drop')
            ?.dispatchEvent(
              kind === 'drop'
                ? new DragEvent('drop', { ...init, dataTransfer: transfer })
                : new ClipboardEvent('paste', { ...init, clipboardData: transfer }),
            );
        },
        [type, data, mime] as const,
      );
    await give('drop', bytes);
    const dropped = await result(page, 1);
    await give('paste', bytes);
    expect((await result(page, 2)).values).toEqual(dropped.values);

    await page.click('text=clear >> nth=0');
    await page.click('[data-example="example-crowded.svg"]');
    await result(page, 4);
    expect(await page.locator('#status').textContent()).toContain('crowded');

    // From the top by Tab: the file, two examples, the drawing.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.focus('#file');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('pad');
    for (const key of ['Space', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'Space'])
      await page.keyboard.press(key);
    await result(page, 5);
    expect(await page.locator('#status').textContent()).toContain('The drawing');
    expect(await page.locator('#verdict').textContent()).toMatch(/Pass|Fail/);
    await page.focus('#opacity');
    await page.keyboard.press('Home');
    expect(await page.evaluate(() => document.querySelector<HTMLElement>('#heat')?.style.opacity)).toBe('0');

    expect(await page.locator('#result').isVisible()).toBe(true);
    await give('drop', [1, 2, 3]);
    await page.waitForSelector('#error:not([hidden])');
    expect(await page.locator('#error').textContent()).toContain(
      'given cannot be scored: this browser cannot read it',
    );
    expect(await page.locator('#result').isVisible()).toBe(false);
    await give('drop', [1, 2, 3], 'text/plain');
    await page.waitForFunction(
      () => document.querySelector('#error')?.textContent === 'given is no picture.',
    );
    expect(await page.locator('#result').isVisible()).toBe(false);
    await give('drop', bytes);
    await page.waitForSelector('#result:not([hidden])');
    expect(await page.locator('#error').isVisible()).toBe(false);
    await give('drop', [1], 'text/plain');
    await page.waitForSelector('#error:not([hidden])');
    expect(await page.locator('#result').isVisible()).toBe(false);
    expect([complaints, elsewhere]).toEqual([[], []]);
  });

  test('the policy holds: no script from text, none inline, nothing from elsewhere', async () => {
    const { page, complaints } = await open();
    const done = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.inline = true';
      document.body.append(script);
      // Later, since what the browser's driver runs itself may evaluate text.
      const evaluated = await new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return 1')());
          } catch {
            resolve('refused');
          }
        });
      });
      const fetched = await fetch('http://127.0.0.1:1/').catch(() => 'refused');
      return ['inline' in window, evaluated, fetched];
    });
    expect(done).toEqual([false, 'refused', 'refused']);
    expect(complaints.join()).toContain('Content Security Policy');
  });

  test.each([1280, 390])('nothing is wider than the window at %i pixels', async (width) => {
    const { page } = await open({ viewport: { width, height: 844 } });
    const over = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await over()).toBeLessThanOrEqual(0);
    await page.click('summary');
    await choose(page, `${'long-name-'.repeat(12)}.png`, await noisy(900, 300).png().toBuffer());
    await result(page, 1);
    expect(await over()).toBeLessThanOrEqual(0);
  });
});
