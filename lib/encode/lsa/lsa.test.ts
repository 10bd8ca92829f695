import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dot, row } from '../../vectors/index.js';
import type { EncodedBatch, TextEncoder } from '../encoder.js';
import { fitLsa, fitLsaInThread, loadLsa, saveLsa } from './index.js';
import { ngramsOf, wordsOf } from './terms.js';

const catalogue = [
  'black leather office chair with wheels',
  'brown leather armchair for the living room',
  'wooden dining chairs, set of 4',
  'oak dining table',
  'round glass coffee table',
  'walnut coffee table with storage',
  'velvet sofa, three seats',
  'grey fabric sofa bed',
  'LED floor lamp',
  'desk lamp with usb port',
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lsa-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function vectorsOf(encoder: TextEncoder, texts: readonly string[]) {
  const batches: EncodedBatch[] = [];
  for await (const batch of encoder.encodeBatches(texts, { batchSize: 3 })) batches.push(batch);
  const failed = new Map(batches.flatMap((batch) => [...(batch.failed ?? [])]));
  const vectors = batches.flatMap(({ indices, vectors }) => indices.map((_, i) => row(vectors, i)));
  expect(batches.flatMap((batch) => batch.indices)).toEqual(texts.map((_, i) => i));
  return { vectors, failed };
}

async function nearest(encoder: TextEncoder, query: string): Promise<string> {
  const { vectors } = await vectorsOf(encoder, [query, ...catalogue]);
  const scores = vectors.slice(1).map((vector) => dot(vectors[0], vector));
  return catalogue[scores.indexOf(Math.max(...scores))];
}

test('words are normalised, lower-cased and stemmed; other scripts stay', () => {
  expect(wordsOf('Dining CHAIRS, 2.5" ﬁne 椅子 Möbel')).toEqual([
    'dine',
    'chair',
    '2',
    '5',
    'fine',
    '椅子',
    'möbel',
  ]);
  expect(ngramsOf('bed')).toEqual(['<be', 'bed', 'ed>', '<bed', 'bed>', '<bed>']);
});

test('other languages have the terms of keyword search, and keep them in the file', async () => {
  expect(wordsOf('Die STÜHLE für die Küche', 'de')).toEqual(['stuhl', 'kuch']);
  expect(wordsOf('木製ダイニングチェア', 'ja')).toEqual(['木製', 'ダイニング', 'チェア']);
  const texts = ['Stühle aus Holz', 'Tisch aus Holz', 'Lampe aus Glas', 'Vase aus Glas'];
  const [german, english] = [fitLsa(texts, { language: 'de' }), fitLsa(texts)];
  expect(german.id).not.toBe(english.id);
  const file = path.join(folder, 'german.lsa');
  await saveLsa(german, file);
  const loaded = await loadLsa(file);
  expect(loaded.id).toBe(german.id);
  const { vectors } = await vectorsOf(loaded, ['der STUHL', ...texts]);
  expect(dot(vectors[0], vectors[1])).toBeGreaterThan(0.5);
  expect(vectors).toEqual((await vectorsOf(german, ['der STUHL', ...texts])).vectors);
});

test('texts find their like, misspelled too', async () => {
  const encoder = fitLsa(catalogue);
  expect(encoder.dim).toBe(9);
  expect(await nearest(encoder, 'leather ofice chiar')).toBe(catalogue[0]);
  expect(await nearest(encoder, 'lmaps for desks')).toBe(catalogue[9]);
  expect(await nearest(encoder, 'SOFA BEDS')).toBe(catalogue[7]);
});

test('vectors have length 1; a text with nothing known is reported', async () => {
  const { vectors, failed } = await vectorsOf(fitLsa(catalogue, { dim: 5 }), [
    'oak chair',
    '',
    '!?',
    'ĦĦĦ',
    'sofa',
  ]);
  expect(vectors.map((v) => Math.round(dot(v, v) * 1e6) / 1e6)).toEqual([1, 0, 0, 0, 1]);
  expect([...failed]).toEqual([1, 2, 3].map((i) => [i, 'no known word']));
});

test('the same texts give the same bytes, other texts another id', async () => {
  const [a, b] = [fitLsa(catalogue), fitLsa([...catalogue])];
  expect(a.id).toBe(b.id);
  expect((await vectorsOf(a, catalogue)).vectors).toEqual((await vectorsOf(b, catalogue)).vectors);
  expect(fitLsa(catalogue.slice(1)).id).not.toBe(a.id);
});

test('fitted in a thread it is the same encoder, and timers go on', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 2);
  const threaded = await fitLsaInThread(catalogue, { dim: 7 });
  clearInterval(timer);
  const here = fitLsa(catalogue, { dim: 7 });
  expect(ticks).toBeGreaterThan(3);
  expect([threaded.id, threaded.dim, threaded.name]).toEqual([here.id, here.dim, here.name]);
  const queries = ['black chair', 'unheard-of tabel'];
  expect((await vectorsOf(threaded, queries)).vectors).toEqual((await vectorsOf(here, queries)).vectors);
  await expect(fitLsaInThread([''])).rejects.toThrow('none of the 1 texts has a word');
  await expect(fitLsaInThread(catalogue, { dim: 0 })).rejects.toThrow('at least 1, got 0');
});

test('one text is enough; none is an error', () => {
  expect(fitLsa(['a chair']).dim).toBe(1);
  expect(() => fitLsa([])).toThrow('none of the 0 texts has a word');
  expect(() => fitLsa(['', '—'])).toThrow('none of the 2 texts has a word');
  expect(() => fitLsa(catalogue, { dim: 0 })).toThrow('at least 1, got 0');
});

test('a saved model encodes as the one that was fitted', async () => {
  const fitted = fitLsa(catalogue);
  const file = path.join(folder, 'model.lsa');
  await saveLsa(fitted, file);
  const loaded = await loadLsa(file);
  expect([loaded.id, loaded.dim, loaded.name]).toEqual([fitted.id, fitted.dim, fitted.name]);
  const queries = ['black chair', 'unheard-of tabel'];
  expect((await vectorsOf(loaded, queries)).vectors).toEqual((await vectorsOf(fitted, queries)).vectors);
});

test('a damaged, foreign or missing model file is refused by name', async () => {
  const file = path.join(folder, 'damaged.lsa');
  await saveLsa(fitLsa(catalogue), file);
  const bytes = await readFile(file);
  bytes[bytes.length >> 1] ^= 1;
  await writeFile(file, bytes);
  await expect(loadLsa(file)).rejects.toThrow(/damaged\.lsa is damaged/);
  await writeFile(file, 'hello');
  await expect(loadLsa(file)).rejects.toThrow(/is not an LSA model/);
  await expect(loadLsa(path.join(folder, 'absent'))).rejects.toThrow(/cannot read the LSA model/);
});
