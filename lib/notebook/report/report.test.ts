import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barChart, lineChart } from '../../plot/index.js';
import type { Cell, Notebook, Output } from '../document/index.js';
import { showImages, showPlot, showTable } from '../index.js';
import { writeReport } from './index.js';

const evil = '<script>window.hacked = true</script><img src=x onerror="window.hacked = true">';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-report-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** What a cell would show in a kernel, as the notebook's file keeps it. */
async function outputsOf(run: () => void | Promise<void>): Promise<Output[]> {
  const outputs: Output[] = [];
  const html = (text: string) =>
    outputs.push({ output_type: 'display_data', data: { 'text/html': [text] }, metadata: {} });
  const kernel = globalThis as { __tslab__?: unknown };
  kernel.__tslab__ = { require: () => ({ display: { html } }) };
  try {
    await run();
  } finally {
    delete kernel.__tslab__;
  }
  return outputs;
}

const markdown = (source: string, more: object = {}): Cell => ({
  cell_type: 'markdown',
  metadata: {},
  source,
  ...more,
});
const code = (source: string, outputs: Output[], tags: string[] = []): Cell => ({
  cell_type: 'code',
  metadata: { tags, vitrine: { duration: 75.2 } },
  source,
  outputs,
  execution_count: 1,
});

/** A notebook as `vitrine run` leaves it, with texts in every place that try to run a script. */
async function sample(): Promise<Notebook> {
  const chart = barChart({ title: evil, categories: ['a', evil], series: [{ name: evil, values: [1, 2] }] });
  const line = lineChart({
    series: [{ name: 'a', x: [1, 2], y: [1, 2], interval: { low: [0, 1], high: [2, 3] } }],
  });
  const pixel = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await writeFile(path.join(folder, 'pixel.png'), pixel);
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      vitrine: {
        status: 'completed',
        start_time: '2026-01-02T03:04:05Z',
        duration: 12.34,
        parameters: { DATA: evil },
      },
    },
    cells: [
      markdown(`# The *main* job & more\n\nIt begins. ${evil}`),
      code('let ALPHA = 0.7;', [], ['parameters']),
      markdown(
        '## Photos\n\n![local](pixel.png) ![there](https://example.org/x.png) ![kept](attachment:a.png)',
        {
          attachments: { 'a.png': { 'image/png': pixel.toString('base64') } },
        },
      ),
      code(`const evil = '</script>${evil}';`, [
        { output_type: 'stream', name: 'stdout', text: [`\u001b[31mred\u001b[0m 10%\r20%\n`, evil] },
        { output_type: 'stream', name: 'stdout', text: 'joined' },
        { output_type: 'error', ename: 'Error', evalue: evil, traceback: [] },
        ...(await outputsOf(() => showTable([{ title: evil }]))),
        ...(await outputsOf(() => showImages([{ path: path.join(folder, 'pixel.png'), caption: evil }]))),
      ]),
      markdown('## Photos\n\n### A & B'),
      code('// Draw\nawait showPlot(chart)', [
        ...(await outputsOf(() => showPlot(chart, { name: evil }))),
        ...(await outputsOf(() => showPlot(line, { name: 'line' }))),
      ]),
    ],
  };
}

test('the report is one file: contents, folded code, escaped texts, pictures inline, plotly once', async () => {
  const file = path.join(folder, 'text.html');
  const size = await writeReport(await sample(), file);
  const html = await readFile(file, 'utf8');
  expect(size).toBe(Buffer.byteLength(html));
  expect(size).toBeLessThan(2_400_000);
  expect(html).toContain('<title>The main job &amp; more</title>');
  expect(html.match(/<h1/g)).toHaveLength(1);
  expect(html).toContain('<a href="#photos">Photos</a>');
  expect(html).toContain('<a href="#photos-2">Photos</a>');
  expect(html).toContain('<a href="#a-b">A &amp; B</a>');
  expect(html).toContain('2 January 2026, 03:04 UTC');
  expect(html).toContain('<details class="code" open>');
  expect(html).toContain('<span class="what">Draw</span><span class="time">1 min 15 s</span>');
  expect(html).toContain('20%\n&lt;script&gt;');
  expect(html).toContain('joined</pre>');
  expect(html).not.toContain('\u001b');
  expect(html.match(/src="data:image\/png;base64,[^"]+" alt="(local|kept)"/g)).toHaveLength(2);
  expect(html).toContain('<a href="https://example.org/x.png">there</a>');
  expect(html.match(/DecompressionStream\('gzip'\)/g)).toHaveLength(1);
  expect(html.match(/<figure class="vitrine-plot"/g)).toHaveLength(2);
  // The prose is the user's own and may hold HTML; a script in it stands in the page, where the policy stops it.
  expect(html.replace(/<section class="prose">.*?<\/section>/gs, '')).not.toContain('<script>window.hacked');
});

test('what cells tagged result print and show as tables stands at the top too, their charts and pictures do not', async () => {
  const chart = barChart({ categories: ['a'], series: [{ name: 'a', values: [1] }] });
  const outputs: Output[] = [
    { output_type: 'stream', name: 'stdout', text: 'accuracy 0.917' },
    { output_type: 'stream', name: 'stderr', text: 'a warning' },
    ...(await outputsOf(async () => {
      showTable([{ system: 'hybrid', nDCG: 0.733 }]);
      await showPlot(chart, { name: 'bars' });
      await showImages([{ path: null, caption: 'a lamp' }], {});
    })),
  ];
  const file = path.join(folder, 'result.html');
  const cells = [markdown('# Lamps'), code('1', outputs, ['result']), code('2', outputs)];
  await writeReport({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, file);
  const html = await readFile(file, 'utf8');
  const top = html.match(/<header>.*<\/header>/s)?.[0] ?? '';
  const count = (of: string, pattern: RegExp) => (of.match(pattern) ?? []).length;
  expect([count(top, /accuracy 0\.917/g), count(html, /accuracy 0\.917/g)]).toEqual([1, 3]);
  expect([count(top, /0\.733/g), count(html, /0\.733/g)]).toEqual([1, 3]);
  expect([count(top, /a warning|<figure|<img/g), count(html, /a warning/g)]).toEqual([0, 2]);
});

test('a notebook without charts carries no plotly', async () => {
  const file = path.join(folder, 'plain.html');
  const notebook: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [markdown('Only prose.')],
  };
  expect(await writeReport(notebook, file, { title: 'Plain <b>' })).toBeLessThan(20_000);
  expect(await readFile(file, 'utf8')).toContain('<h1>Plain &lt;b&gt;</h1>');
});
