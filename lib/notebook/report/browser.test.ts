import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barChart, histogram, lineChart } from '../../plot/index.js';
import type { Notebook, Output } from '../document/index.js';
import { showImages, showNote, showPlot, showTable } from '../index.js';
import { writeReport } from './index.js';

const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = candidates.find((file) => file && existsSync(file));
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const evil = '<script>window.hacked = true</script><img src=x onerror="window.hacked = true">';

/** What cells show, as HTML, in order. */
async function shownBy(run: () => Promise<void>): Promise<string[]> {
  const shown: string[] = [];
  const kernel = globalThis as { __tslab__?: unknown };
  kernel.__tslab__ = { require: () => ({ display: { html: (html: string) => shown.push(html) } }) };
  try {
    await run();
  } finally {
    delete kernel.__tslab__;
  }
  return shown;
}

async function charts() {
  await showPlot(
    barChart({ title: evil, categories: ['a', evil], series: [{ name: evil, values: [1, 2] }] }),
    { name: 'bars' },
  );
  await showPlot(lineChart({ title: '</script>', series: [{ name: 'a', x: [1, 2], y: [1, 2] }] }), {
    name: 'line',
  });
  await showPlot(histogram({ series: [{ name: 'a', values: [1, 2, 2, 3] }] }), { name: 'counts' });
}

const reason = executablePath
  ? ''
  : ' (skipped: no chromium at CHROMIUM_PATH, /usr/bin/chromium or google-chrome)';
describe.skipIf(!executablePath)(`in a browser${reason}`, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vitrine-browser-'));
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Opens a page with no network, and keeps what it complains of and asks for. */
  async function open(html: string | null, name: string, width = 1280) {
    const file = path.join(folder, name);
    if (html !== null) await writeFile(file, html);
    const context = await browser.newContext({ viewport: { width, height: 900 }, offline: true });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => /^(data|blob):/.test(request.url()) || requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, complaints, requests, close: () => context.close() };
  }
  const live = (page: Page, count: number) =>
    page.waitForFunction(
      (n) =>
        document.querySelectorAll('figure.vitrine-plot .js-plotly-plot .main-svg').length >= n &&
        document.querySelectorAll('figure.vitrine-plot > img[hidden]').length === n,
      count,
      { timeout: 15_000 },
    );
  /** The buttons above the charts by name, and where plotly would send a chart that it shares. */
  const modeBars = (page: Page) =>
    page.evaluate(() => {
      const charts = Array.from(document.querySelectorAll('figure.vitrine-plot .js-plotly-plot'));
      return charts.map((chart) => ({
        buttons: Array.from(chart.querySelectorAll('.modebar-btn'), (one) => one.getAttribute('data-title')),
        server: (chart as Element & { _context: { plotlyServerURL: string } })._context.plotlyServerURL,
      }));
    });
  const bar = ['Download plot as a PNG', 'Zoom', 'Pan', 'Zoom in', 'Zoom out', 'Autoscale', 'Reset axes'];

  test.each([1280, 390])('the report draws every chart and asks for nothing, at %i pixels', async (width) => {
    const html = await shownBy(async () => {
      showTable([{ title: evil, price: 1 }], { title: evil });
      showNote(evil, 'warning');
      await showImages([{ path: null, caption: evil }], { title: evil });
      await charts();
    });
    const outputs = html.map(
      (text): Output => ({ output_type: 'display_data', data: { 'text/html': text }, metadata: {} }),
    );
    const cells: Notebook['cells'] = [
      { cell_type: 'markdown', metadata: {}, source: '# Report\n\n## One\n\n## Two' },
      { cell_type: 'code', metadata: {}, source: 'run();', outputs },
    ];
    const name = `report-${width}.html`;
    await writeReport({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, path.join(folder, name));
    const { page, complaints, requests, close } = await open(null, name, width);
    await live(page, 3);
    expect(complaints).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(await modeBars(page)).toEqual(Array(3).fill({ buttons: bar, server: '' }));
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    expect(await page.locator('details.code[open]').count()).toBe(0);
    await page.click('.all');
    expect(await page.locator('details.code[open]').count()).toBe(1);
    await close();
  });

  test('on a phone, titles of tables are read whole, intervals stay in one line, printed columns stay columns', async () => {
    const title = 'Similar products, by the judgments of the catalogue, 100 queries of 12 categories';
    const interval = '0.600–0.740';
    const wide = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`nDCG@${i}`, interval]));
    const printed = 'system      nDCG@10        P@5  Recall@10         AP         RR      Rank\n';
    const [shown] = await shownBy(async () =>
      showTable([{ title: 'a long name '.repeat(5), ...wide }], { title }),
    );
    const outputs: Output[] = [
      { output_type: 'stream', name: 'stdout', text: printed },
      { output_type: 'display_data', data: { 'text/html': shown }, metadata: {} },
    ];
    const cells = [{ cell_type: 'code', metadata: {}, source: 'run();', outputs }] as Notebook['cells'];
    await writeReport(
      { nbformat: 4, nbformat_minor: 5, metadata: {}, cells },
      path.join(folder, 'narrow.html'),
    );
    const { page, close } = await open(null, 'narrow.html', 420);
    const box = async (locator: ReturnType<Page['locator']>) => (await locator.boundingBox())!;
    const heading = await box(page.locator('.vitrine-table .title'));
    expect(heading.x + heading.width).toBeLessThanOrEqual(420);
    expect(heading.height).toBeGreaterThan(30);
    const heights = await page.locator('td', { hasText: interval }).evaluateAll((cells) =>
      cells.map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getClientRects().length;
      }),
    );
    expect(heights).toEqual(Array(9).fill(1));
    expect((await box(page.locator('.columns'))).height).toBeLessThan(30);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    await close();
  });

  test('the report runs no script but its own', async () => {
    const cells: Notebook['cells'] = [{ cell_type: 'markdown', metadata: {}, source: `# Mine\n\n${evil}` }];
    await writeReport(
      { nbformat: 4, nbformat_minor: 5, metadata: {}, cells },
      path.join(folder, 'evil.html'),
    );
    const { page, complaints, close } = await open(null, 'evil.html');
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(complaints.join()).toMatch(/Content Security Policy/);
    await close();
  });

  test('a notebook page with an AMD loader draws every chart, also those before plotly’s source', async () => {
    const [first, ...rest] = await shownBy(charts);
    const loader =
      '<script>window.define = function () { window.amd = true }; window.define.amd = {};</script>';
    const { page, complaints, close } = await open(
      `<!doctype html><meta charset=utf-8>${loader}${rest.join('')}${first}`,
      'amd.html',
    );
    await live(page, 3);
    expect(complaints).toEqual([]);
    expect(await modeBars(page)).toEqual(Array(3).fill({ buttons: bar, server: '' }));
    expect(await page.evaluate(() => ['amd' in window, 'hacked' in window])).toEqual([false, false]);
    await close();
  });

  test('without plotly’s source, every chart is a picture', async () => {
    const [, ...rest] = await shownBy(charts);
    const { page, complaints, close } = await open(
      `<!doctype html><meta charset=utf-8>${rest.join('')}`,
      'picture.html',
    );
    const widths = await page.evaluate(() =>
      Array.from(
        document.querySelectorAll('figure.vitrine-plot > img'),
        (img) => (img as HTMLImageElement).naturalWidth,
      ),
    );
    expect(widths).toEqual([1520, 1520]);
    expect(complaints).toEqual([]);
    await close();
  });
});
