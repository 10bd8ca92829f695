import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plotText, scatterChart } from '../../plot/index.js';
import { showPlot } from '../index.js';
import { writeReport } from './index.js';

const executablePath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file && existsSync(file));
const reason = executablePath
  ? ''
  : ' (skipped: no chromium at CHROMIUM_PATH, /usr/bin/chromium or google-chrome)';
const evil = '<img src=x onerror="window.hacked = true">';

describe.skipIf(!executablePath)(`photos under the pointer, in a browser${reason}`, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vitrine-hover-'));
    browser = await chromium.launch({
      executablePath,
      args: ['--headless', '--no-sandbox', '--disable-gpu'],
    });
    const photo = path.join(folder, 'a.png');
    await sharp({ create: { width: 40, height: 40, channels: 3, background: '#a33' } }).toFile(photo);
    const figure = scatterChart({ series: [{ name: 'a', x: [0, 1, 2], y: [0, 1, 0] }] });
    const text = ['left', evil, 'right'].map((line) => `${plotText(line)}<br>second line`);
    const data = figure.data.map((trace) => ({ ...trace, text, customdata: [0, 1, 2] }));
    const shown: string[] = [];
    const kernel = globalThis as { __tslab__?: unknown };
    kernel.__tslab__ = { require: () => ({ display: { html: (html: string) => shown.push(html) } }) };
    await showPlot({ ...figure, data }, { name: 'map', hoverImages: [photo, photo, null] });
    delete kernel.__tslab__;
    const outputs = [{ output_type: 'display_data' as const, data: { 'text/html': shown[0] }, metadata: {} }];
    const cells = [{ cell_type: 'code' as const, metadata: {}, source: 'map();', outputs }];
    await writeReport({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, path.join(folder, 'map.html'));
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test.each([1280, 390])('pointer or finger, and keyboard, at %i pixels', async (width) => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      hasTouch: width < 500,
      offline: true,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(path.join(folder, 'map.html')).href);
    await page.waitForSelector('figure.vitrine-plot[data-hover]', { timeout: 15_000 });
    const card = page.locator('.hover-card');
    expect(await card.isVisible()).toBe(false);
    const [x, y] = await page.evaluate(() => {
      const plot = document.querySelector('.live') as HTMLElement & { _fullLayout: never };
      const { left, top } = plot.getBoundingClientRect();
      const { xaxis, yaxis } = plot._fullLayout as Record<
        string,
        { _offset: number; d2p(v: number): number }
      >;
      return [left + xaxis._offset + xaxis.d2p(1), top + yaxis._offset + yaxis.d2p(1)];
    });
    if (width < 500) await page.touchscreen.tap(x, y);
    else {
      await page.mouse.move(x - 20, y + 20);
      await page.mouse.move(x, y, { steps: 3 });
    }
    await card.waitFor({ state: 'visible', timeout: 5_000 });
    expect(await card.innerText()).toBe(`${evil}\nsecond line`);
    expect(await card.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(40);
    const box = await card.boundingBox();
    expect([box && box.x >= 0, box && box.x + box.width <= width]).toEqual([true, true]);
    await page.mouse.move(1, 1);
    await page.locator('.live').focus();
    await page.keyboard.press('Escape');
    expect(await card.isVisible()).toBe(false);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await card.innerText()).toBe('right\nsecond line');
    expect(await card.locator('img').count()).toBe(0);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
