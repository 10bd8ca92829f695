import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Catalog, productText, readCatalog } from '../../../catalog/index.js';
import { evaluate, type Qrels, readQrels, readQueries } from '../../../evaluate/index.js';
import { detectLanguage, type Language } from '../../../language/index.js';
import { bm25Index } from '../../../search/index.js';
import { ensureSample, type SampleCatalog } from '../sample.js';

let root: string;
let sample: SampleCatalog;
let catalog: Catalog;
let queries: ReadonlyMap<string, string>;
let qrels: Qrels;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'sample-de-'));
  sample = await ensureSample(path.join(root, 'a'), { language: 'de', count: 90 });
  catalog = await readCatalog(sample.catalogPath);
  queries = await readQueries(sample.queriesPath);
  qrels = await readQrels(sample.qrelsPath);
});
afterAll(() => rm(root, { recursive: true, force: true }));

function searchIn(language: Language) {
  const documents = catalog.products.map((p) => ({ title: p.title, text: productText(p) }));
  const index = bm25Index(documents, { language });
  return (query: string, k = 90) => index.search(query, k).map(({ row }) => catalog.products[row]);
}

/** Mean nDCG@10 over the judged queries. */
function quality(language: Language): number {
  const search = searchIn(language);
  const run = new Map(
    [...queries].map(([id, text]) => [id, new Map(search(text, 50).map((p, i) => [p.id, 50 - i]))]),
  );
  return evaluate(qrels, run, ['nDCG@10']).mean['nDCG@10'];
}

test('the listings are German: umlauts, compounds, prices in euros', async () => {
  expect(catalog.products).toHaveLength(90);
  expect(catalog.rejected).toEqual([]);
  expect(catalog.warnings).toEqual([]);
  const text = catalog.products.map(productText).join('\n');
  for (const word of ['Stühle', 'für', 'Größen', 'weiß', 'Schuhregal', 'Möbel & Wohnen'])
    expect(text).toContain(word);
  expect(await readFile(sample.catalogPath, 'utf8')).toMatch(/"\d+,\d\d €"/);
  expect(catalog.products.filter(({ price }) => price !== null).length).toBeGreaterThan(70);
  expect(await detectLanguage(catalog.products, ({ title }) => title)).toEqual({
    language: 'de',
    beside: null,
  });
});

test('one seed gives one catalogue, and an English one does not pass for it', async () => {
  const make = (folder: string, language: 'en' | 'de') =>
    ensureSample(path.join(root, folder), { language, count: 4 });
  const [b, c] = [await make('b', 'de'), await make('c', 'de')];
  for (const file of ['catalogPath', 'queriesPath', 'qrelsPath'] as const)
    expect(await readFile(b[file], 'utf8')).toBe(await readFile(c[file], 'utf8'));
  expect((await make('b', 'de')).generated).toBe(false);
  expect((await make('c', 'en')).generated).toBe(true);
});

test('a plain word finds its compounds: all tables, whatever they are called, and nothing that names none', () => {
  const tables = catalog.products.filter(({ title }) => /tisch(?!lampe)/i.test(title));
  expect(new Set(tables.map(({ title }) => title.match(/\S*tisch\b/i)?.[0])).size).toBeGreaterThan(5);
  const found = searchIn('de')('Tische');
  expect(found).toEqual(expect.arrayContaining(tables));
  for (const product of found) expect(productText(product)).toMatch(/tisch/i);
});

test('read as German the catalogue answers better than read as English', () => {
  expect(queries.size).toBe(20);
  expect(quality('de')).toBeCloseTo(0.901, 3);
  expect(quality('en')).toBeCloseTo(0.657, 3);
});
