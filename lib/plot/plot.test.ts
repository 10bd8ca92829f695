import { createHash } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import * as vega from 'vega';
import { describe, expect, test } from 'vitest';
import { UserError } from '../errors/index.js';
import { fontFiles, readMetrics } from './draw/font.js';
import { vegaSpec } from './draw/spec.js';
import * as plot from './index.js';
import { plainText } from './theme.js';

const spec = (figure: plot.Figure) => vegaSpec(figure, (text, size = 11) => (text.length * size) / 2);
const waves = (n: number, at: number) => Array.from({ length: n }, (_, i) => at + Math.sin(i * 12.9898));
const charts: Record<string, plot.Figure> = {
  bars: plot.barChart({
    title: 'Quality',
    categories: ['P@5', 'nDCG@10'],
    labels: 2,
    series: [
      { name: 'BM25', values: [0.5, 0.6], interval: { low: [0.4, 0.5], high: [0.55, 0.7] } },
      { name: 'fused', values: Float32Array.of(0.55, 0.65) },
    ],
  }),
  lying: plot.barChart({
    horizontal: true,
    labels: 0,
    categories: ['a', 'كراسي', 'x '.repeat(60)],
    series: [{ name: 'n', values: [3, 200, -40] }],
  }),
  stacked: plot.barChart({
    stacked: true,
    categories: ['a', 'b'],
    series: [
      { name: 'x', values: [1, 2] },
      { name: 'y', values: [3, 4] },
    ],
  }),
  lines: plot.lineChart({
    series: [
      { name: 'loss', x: [1, 2, 3], y: [3, Number.NaN, 1], interval: { low: [2, 1, 0], high: [4, 3, 2] } },
    ],
    lines: [{ y: 2, label: 'chance' }, { x: 2 }],
  }),
  logs: plot.lineChart({
    logX: true,
    logY: true,
    yRange: [0.1, 100],
    series: [{ name: 'ms', x: [10, 1e5], y: [0.2, 50], dashed: true }],
    lines: [{ y: 20, label: 'limit' }],
  }),
  points: plot.scatterChart({
    series: ['a', 'b'].map((name, i) => ({ name, x: waves(50, i), y: waves(60, i).slice(10) })),
  }),
  counts: plot.histogram({
    series: [
      { name: 'a', values: waves(200, 0) },
      { name: 'b', values: waves(200, 1) },
    ],
    shares: true,
  }),
  cells: plot.heatmap({
    values: [
      [1, Number.NaN],
      [0.5, -1],
    ],
    columns: ['a', 'b'],
    rows: ['c', 'd'],
    labels: 1,
    diverging: true,
  }),
  mixed: {
    data: [
      { type: 'bar', x: [1, 2, 4], y: [3, -1, 2], name: 'a' },
      { x: ['2', '3'], y: [1, 2], mode: 'markers+text', text: ['p', 'q'] },
    ],
  },
  empty: { data: [] },
};
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('plotPng', () => {
  test.each(Object.keys(charts))('draws %s: the full size, not blank, the same each time', async (name) => {
    const png = await plot.plotPng(charts[name]);
    const { width, height } = await sharp(png).metadata();
    expect([width, height]).toEqual([1520, 840]);
    const { channels } = await sharp(png).stats();
    if (name !== 'empty')
      expect(Math.min(...channels.slice(0, 3).map((channel) => channel.stdev))).toBeGreaterThan(4);
    expect(hash(await plot.plotPng(charts[name]))).toBe(hash(png));
  });

  test('is taller where the names of lying bars would touch, unless a height is given', () => {
    const heightOf = (categories: string[], height?: number) =>
      plot.barChart({
        categories,
        series: [{ name: 'n', values: categories.map(() => 1) }],
        horizontal: true,
        height,
      }).layout?.height;
    const fifteen = Array.from({ length: 15 }, (_, i) => `name ${i}`);
    expect(heightOf(fifteen)).toBe(420);
    expect(heightOf([...fifteen.slice(1), 'Armchairs & Accent Chairs'])).toBe(550);
    expect(heightOf([...fifteen.slice(1), 'Armchairs & Accent Chairs'], 300)).toBe(300);
  });

  test('uses the colour of the series over a fitting area of the picture', async () => {
    const chart = plot.barChart({
      categories: ['a'],
      series: [{ name: 'n', values: [1], color: '#ff0000' }],
    });
    const { data, info } = await sharp(await plot.plotPng(chart))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    let red = 0;
    for (let i = 0; i < data.length; i += 3) if (data[i] > 240 && data[i + 1] < 20 && data[i + 2] < 20) red++;
    expect(red / (info.width * info.height)).toBeGreaterThan(0.4);
    expect(red / (info.width * info.height)).toBeLessThan(0.9);
  });

  test('names a trace, a colour scale or an attribute that it cannot draw', async () => {
    const known = 'drawn are bar, scatter, histogram, heatmap';
    await expect(plot.plotPng({ data: [{ type: 'pie' }] })).rejects.toThrow(
      `cannot draw trace 0 of type "pie"; ${known}`,
    );
    await expect(plot.plotPng({ data: [{ type: 'constructor' }] })).rejects.toThrow(UserError);
    await expect(plot.plotPng({ data: [{ type: 'bar', x: ['a'], y: 'b' }] })).rejects.toThrow(
      'data[0] (bar), y',
    );
    const jet = { type: 'heatmap', z: [[1]], colorscale: 'Jet' };
    await expect(plot.plotPng({ data: [jet] })).rejects.toThrow(
      'cannot draw colour scale "Jet"; known are Blues',
    );
  });
});

describe('the Vega specification', () => {
  const values = (figure: plot.Figure, data = 0) =>
    (spec(figure).data as { values: Record<string, unknown>[] }[])[data].values;

  test('stacks bars on those below', () => {
    expect(values(charts.stacked, 1).map(({ base, from, to }) => [base, from, to])).toEqual([
      ['a', 1, 4],
      ['b', 2, 6],
    ]);
  });

  test('ends error bars where the interval ends', () => {
    const [bar] = values(charts.bars);
    expect([bar.low, bar.to, bar.high].map((value) => Number(value).toFixed(6))).toEqual([
      '0.400000',
      '0.500000',
      '0.550000',
    ]);
  });

  test('counts every value once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }),
        fc.integer({ min: 1, max: 50 }),
        (numbers, bins) => {
          const rows = values(plot.histogram({ series: [{ name: 'a', values: numbers }], bins }));
          expect(rows.reduce((sum, row) => sum + Number(row.to), 0)).toBe(numbers.length);
        },
      ),
    );
  });

  test('puts the first row of a heatmap and the first lying bar on top', () => {
    const domain = (figure: plot.Figure) =>
      (spec(figure).scales as { name: string; domain: unknown }[]).find(({ name }) => name === 'y')?.domain;
    expect(domain(charts.cells)).toEqual(['c', 'd']);
    expect((domain(charts.lying) as string[])[0]).toBe('a');
  });
});

describe('names that every object has', () => {
  const draw = (figure: plot.Figure) => new vega.View(vega.parse(spec(figure)), { renderer: 'none' }).toSVG();
  const ones = (names: readonly string[]) => [{ name: 'n', values: names.map(() => 1) }];

  test.each(['__proto__', 'constructor', 'toString', 'if'])('%s is drawn like any other', async (name) => {
    const long = 'a name that is long enough to stand on several lines beside its bar';
    const labelled = { title: name, xTitle: name, yTitle: name, lines: [{ y: 1, label: name }] };
    const figures = [
      plot.barChart({ categories: [name, 'b'], series: ones([name, 'b']), ...labelled }),
      plot.barChart({ categories: [name, long], series: ones([name, long]) }),
      plot.barChart({ categories: [name, long], series: ones([name, long]), horizontal: true }),
      plot.heatmap({
        rows: [name, long],
        columns: [name, long],
        values: [
          [1, 2],
          [3, 4],
        ],
      }),
      plot.lineChart({ series: [name, 'b'].map((one) => ({ name: one, x: [1, 2], y: [1, 2] })) }),
    ];
    expect(readMetrics(fontFiles()[0])('\u200b')).toBe(0);
    const found = await Promise.all(figures.map(draw));
    const times = found.map((svg) => svg.split(`>${name}\u200b</text>`).length - 1);
    expect(times).toEqual([5, 1, 1, 2, 1]);
    expect(found.join()).not.toContain('undefined');
  });
});

test('texts pass through plotly’s small HTML unchanged', () => {
  fc.assert(fc.property(fc.string(), (text) => plainText(plot.plotText(text)) === text));
  expect(plainText('<b>a</b><br>b &amp; c')).toBe('a\nb & c');
});

test('widths of letters are those of the font', () => {
  const width = readMetrics(fontFiles()[0]);
  // DejaVu Sans: 2048 units an em, "A" 1401, space 651.
  expect(width('A') * 2048).toBeCloseTo(1401, 6);
  expect(width(' A') * 2048).toBeCloseTo(651 + 1401, 6);
  expect(width('')).toBe(0);
});
