import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { barChart, type Figure } from '../../plot/index.js';
import { escapeHtml, scriptJson } from './html.js';
import {
  escapeMarkdown,
  progress,
  showImageRows,
  showImages,
  showNote,
  showPlot,
  showTable,
} from './index.js';

const evilText = `<script>alert(1)</script> & "it's"`;
const kernel = globalThis as { __tslab__?: unknown };
let shown: string[];
let printed: string[];

beforeEach(() => {
  shown = [];
  printed = [];
  kernel.__tslab__ = { require: () => ({ display: { html: (html: string) => shown.push(html) } }) };
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)));
});
afterEach(() => {
  delete kernel.__tslab__;
  vi.restoreAllMocks();
});

describe('escaping', () => {
  test('leaves no way out of an element or an attribute', () => {
    fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(escapeHtml(text))));
  });

  test('JSON in a script keeps its value and cannot end the script', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = scriptJson(value);
        expect(json).not.toMatch(/[<>]/);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(scriptJson({ y: Float32Array.of(0.1, Number.NaN) })).toBe('{"y":[0.1,null]}');
  });
});

describe('showTable', () => {
  test('escapes, aligns numbers, cuts long texts, marks the best, counts the rows', () => {
    const rows = [
      { [evilText]: evilText, score: 0.5, n: 1000, long: 'x'.repeat(100) },
      { [evilText]: null, score: 0.25, n: 12, long: 'y' },
      { [evilText]: 'c', score: 0.1, n: 1, long: 'z' },
    ];
    showTable(rows, { title: evilText, maxRows: 2, best: { score: 'max', n: 'min' } });
    const [html] = shown;
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;it&#39;s&quot;');
    expect(html).toContain('<td class="number best">0.5000</td><td class="number">1,000</td>');
    expect(html).toContain('<td class="number best">12</td>');
    expect(html).toContain(`title="${'x'.repeat(100)}">${'x'.repeat(79)}…`);
    expect(html).toContain('2 of 3 rows');
  });

  test('takes a data frame by its shape, columns in the order wanted, formats as given', () => {
    const frame = {
      columns: ['a', 'b'],
      values: [
        [1, 'x'],
        [2.5, 'y'],
      ],
    };
    showTable(frame, { columns: ['b', 'a'], format: { a: 1, b: (value) => `${value}!` } });
    expect(shown[0].replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).toContain('b a x! 1.0 y! 2.5');
  });

  test('columns may be called as something that every object has', () => {
    const rows = [
      Object.fromEntries([
        ['constructor', 1],
        ['__proto__', 'x'],
      ]),
      { toString: 2 },
    ];
    showTable(rows);
    const cells = Array.from(shown[0].matchAll(/<t[dh](?: [^>]*)?>(.*?)<\/t[dh]>/g), ([, text]) => text);
    expect(cells).toEqual(['constructor', '__proto__', 'toString', '1', 'x', '–', '–', '–', '2']);
  });

  test('names the columns when one is unknown', () => {
    expect(() => showTable([{ a: 1 }], { columns: ['b'] })).toThrow(
      'showTable: no column "b"; the table has a',
    );
  });

  test('prints a line outside a kernel, and takes an empty table', () => {
    delete kernel.__tslab__;
    showTable([{ a: 1, b: 2 }], { title: 'Products' });
    showTable([]);
    expect(printed).toEqual(['Products: 1 rows × 2 columns (a, b)', 'table: 0 rows × 0 columns ()']);
  });
});

test('showNote shows markdown, and HTML in it as text', () => {
  showNote(`**fallback** encoders ${evilText}`, 'warning');
  expect(shown[0]).toContain('<strong>fallback</strong>');
  expect(shown[0]).toContain('role="note" aria-label="Warning"');
  expect(shown[0]).not.toContain('<script');
});

describe('what comes from a catalogue, in a note', () => {
  const evil = [
    '[Oak & Co](javascript:alert(1))',
    '![logo](https://example.com/x.png)',
    '[logo]: javascript:alert(1)',
    '<https://example.com>',
    'www.example.com',
    'a@example.com',
  ];

  test.each(evil)('%s is no link and no picture', (text) => {
    showNote(`Both by ${text}.\n\n[logo] ${text}`);
    expect(shown[0]).not.toMatch(/<(?:a|img)\b/);
  });

  test('escaped, it is shown as it is', () => {
    const readable = (html: string) =>
      html
        .replace(/<style>[\s\S]*?<\/style>|<[^>]+>/g, '')
        .replace(/&(?:lt|gt|amp|quot|#39);/g, (entity) => decode[entity])
        .trim();
    const decode: Record<string, string> = {
      '&lt;': '<',
      '&gt;': '>',
      '&amp;': '&',
      '&quot;': '"',
      '&#39;': "'",
    };
    const lines = [
      ...evil,
      '*Star*',
      '__init__',
      '# 1',
      '1. FC',
      '- x',
      '`a`',
      'a \\* b',
      '| a |',
      '~~x~~',
      '&amp;',
    ];
    for (const line of lines) {
      showNote(escapeMarkdown(line), 'warning');
      expect(readable(shown.at(-1) as string)).toBe(line);
    }
    const word = fc
      .string({ unit: 'grapheme-ascii', minLength: 1 })
      .map((text) => text.trim().replace(/\s+/g, ' '));
    fc.assert(
      fc.property(word, (text) => {
        showNote(escapeMarkdown(text));
        return readable(shown.at(-1) as string) === text;
      }),
    );
  });
});

describe('showImages', () => {
  test('inlines thumbnails; missing and broken photos become tiles that keep their caption', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-images-'));
    try {
      const photo = path.join(folder, 'photo.png');
      await sharp({ create: { width: 600, height: 300, channels: 3, background: '#a04020' } })
        .png()
        .toFile(photo);
      const broken = path.join(folder, 'broken.jpg');
      await writeFile(broken, (await readFile(photo)).subarray(0, 60));
      const items = [
        { path: photo, caption: evilText, score: 0.98765, badge: evilText },
        { path: broken, caption: 'Broken chair' },
        { path: path.join(folder, 'none.jpg'), caption: 'Missing chair' },
        { path: null, caption: 'No photo' },
      ];
      await showImages(items, { title: evilText, size: 160 });
      await showImageRows([{ title: evilText, items }], { size: 100 });
      for (const html of shown) {
        expect(html).not.toContain('<script');
        expect(html.match(/<img /g)).toHaveLength(1);
        expect(html.match(/class="tile missing"/g)).toHaveLength(3);
        for (const caption of ['Broken chair', 'Missing chair', 'No photo'])
          expect(html).toContain(`${caption}</span>`);
      }
      expect(shown[0]).toContain('0.988');
      const jpeg = Buffer.from(/base64,([^"]+)"/.exec(shown[0])?.[1] ?? '', 'base64');
      expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 160, height: 80 });
      expect(jpeg.length).toBeLessThan(4000);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('refuses sizes and columns that make no grid', async () => {
    await expect(showImages([], { size: 4000 })).rejects.toThrow(
      'image size 4000 is outside 40 to 400 pixels',
    );
    await expect(showImages([], { columns: 0 })).rejects.toThrow('columns must be 1 or more, not 0');
  });
});

describe('showPlot', () => {
  const figure = barChart({
    title: `${evilText}`,
    categories: [evilText, 'b'],
    series: [{ name: evilText, values: [1, 2] }],
  });

  test('embeds plotly with the first chart only, and again when that one is rerun', async () => {
    await showPlot(figure, { name: 'first' });
    await showPlot(figure, { name: 'second' });
    await showPlot(figure, { name: 'first' });
    expect(shown.map((html) => html.includes('DecompressionStream'))).toEqual([true, false, true]);
    expect(shown[1].length).toBeLessThan(120_000);
  });

  test('keeps catalogue texts inside their place', async () => {
    await showPlot(figure, { name: `a"><script>` });
    const [html] = shown;
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script/g)).toHaveLength(2);
    const json = JSON.parse(
      /<script type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? '',
    ) as Figure;
    expect(json.data[0].name).toBe(`&lt;script&gt;alert(1)&lt;/script&gt; &amp; "it's"`);
    expect(html).toMatch(/<img alt="Bar chart: &lt;script&gt;[^"<]+" src="data:image\/png;base64,/);
  });

  test('outside a kernel, says what the chart shows and still saves it', async () => {
    delete kernel.__tslab__;
    const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-plot-'));
    const file = path.join(folder, 'plots', 'quality.png');
    await showPlot(barChart({ categories: ['a'], series: [{ name: 'n', values: [1] }] }), {
      name: 'q',
      title: 'Quality',
      png: file,
    });
    expect(printed).toEqual([`plot q: Bar chart: Quality. series: n. (${file})`]);
    expect((await sharp(file).metadata()).width).toBe(1520);
    await rm(folder, { recursive: true, force: true });
  });
});

test('progress prints first, seldom, and last, with the count and the rate', async () => {
  const step = progress('Embedding', 1000, { everyMs: 20 });
  step(10);
  await new Promise((done) => setTimeout(done, 30));
  step(500, 2000);
  step.update(510);
  step.done();
  step.done();
  expect(printed).toHaveLength(3);
  expect(printed.slice(0, 2)).toEqual(['Embedding: 0 of 1,000', 'Embedding: 500 of 2,000']);
  expect(printed[2]).toMatch(/^Embedding: 510 in \d+\.\d s \([\d,]+\/s\)$/);
});
