import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Product } from '../catalog/index.js';
import { checkParameters, judgedGroups, loadRelevance } from './index.js';
import { type Parameters, parametersSchema } from './parameters.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-relevance-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const product = (id: string, category: string) =>
  ({ id, title: id, categories: category ? [category] : [] }) as unknown as Product;
const products = [product('a', 'Chairs'), product('b', 'Chairs'), product('c', 'Lamps')];

async function file(name: string, text: string): Promise<string> {
  await writeFile(path.join(folder, name), text);
  return path.join(folder, name);
}

test('judgments whose queries are product ids are about similar products', async () => {
  const qrels = await file('qrels.txt', 'a 0 b 1\nb 0 a 1\n');
  const { similar, search } = await loadRelevance({ products, qrels });
  expect(similar?.get('a')).toEqual(new Map([['b', 1]]));
  expect(search).toBeNull();
});

test('the texts of other queries stand in queries.tsv, or are the query column of a CSV', async () => {
  await file('queries.tsv', 'q1\ta place to sit\n');
  const named = await loadRelevance({ products, qrels: await file('qrels.txt', 'q1 0 a 2\n') });
  expect(named.queries).toEqual(new Map([['q1', 'a place to sit']]));
  await rm(path.join(folder, 'queries.tsv'));
  const plain = await loadRelevance({
    products,
    qrels: await file('qrels.csv', 'query,uniq_id,grade\na seat,a,2\n'),
  });
  expect(plain.queries).toEqual(new Map([['a seat', 'a seat']]));
});

test('of more than 2,000 queries 2,000 are drawn, the same whatever the seed, and the description says so', async () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, i) => `seat ${i},${'abc'[i % 3]},1\n`).join('');
  const many = await file('many.csv', `query,uniq_id,grade\n${lines(2500)}`);
  const { search, queries, description } = await loadRelevance({ products, qrels: many });
  expect(description).toBe(`the judgments in ${many} (2,000 of 2,500 queries, drawn with seed 42)`);
  expect([...queries.keys()]).toEqual([...(search?.keys() ?? [])]);
  expect(search?.size).toBe(2000);
  const places = [...queries.keys()].map((query) => Number(query.slice(5)));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[1999]).toBeGreaterThan(2400);
  expect((await loadRelevance({ products, qrels: many, seed: 7 })).search).toEqual(search);
  const few = await file('few.csv', `query,uniq_id,grade\n${lines(2000)}`);
  const all = await loadRelevance({ products, qrels: few });
  expect(all.search?.size).toBe(2000);
  expect(all.description).toBe(`the judgments in ${few}`);
});

test('TREC queries without a text are refused, with the file that would hold it', async () => {
  const qrels = await file('qrels.txt', 'q1 0 a 2\n');
  await expect(loadRelevance({ products, qrels })).rejects.toThrow(
    `${qrels} judges queries such as "q1", which are no product ids; write their texts, id<TAB>text a line, into ${path.join(folder, 'queries.tsv')}`,
  );
});

test('judgments of products that are not in the catalogue are counted; judgments of none of them are refused', async () => {
  const { warnings } = await loadRelevance({
    products,
    qrels: await file('some.txt', 'a 0 b 1\na 0 gone 1\n'),
  });
  expect(warnings).toEqual([
    '1 of 2 judgments name products that are not in the catalogue; they count as never found',
  ]);
  const none = await file('none.txt', 'a 0 gone 1\n');
  await expect(loadRelevance({ products, qrels: none })).rejects.toThrow('none is in the catalogue');
});

test('without judgments the leaf category stands in, and says so; without categories there is nothing to judge by', async () => {
  const byCategory = await loadRelevance({ products });
  expect([...(byCategory.similar ?? [])]).toEqual(
    expect.arrayContaining([
      ['a', new Map([['b', 1]])],
      ['b', new Map([['a', 1]])],
    ]),
  );
  expect(byCategory.description).toContain('the leaf category');
  const nothing = await loadRelevance({ products: [product('a', ''), product('b', '')] });
  expect(nothing.similar).toBeNull();
  expect(nothing.warnings.join()).toContain('nothing to judge by');
});

test('parameters are checked by name before anything is computed', () => {
  const good: Parameters = {
    DATA: '',
    COLUMNS: '',
    PHOTOS: '',
    ALLOW_ADDRESSES: '',
    IMAGES: 'first',
    LANGUAGE: 'auto',
    QRELS: '',
    ALPHA: 0.7,
    BETA: 0.3,
    GAMMA: 0,
    DELTA: 0,
    EVENTS: '',
    TOP_K: 5,
    TEXT_MODEL: 'auto',
    IMAGE_MODEL: 'auto',
    TEXT_DTYPE: 'fp32',
    IMAGE_DTYPE: 'fp32',
    TEXT_BATCH_SIZE: 32,
    IMAGE_BATCH_SIZE: 16,
    INDEX: 'auto',
    DEVICE: 'auto',
    RANDOM_SEED: 42,
  };
  expect(checkParameters(good)).toEqual(good);
  const refused = (change: object) => () => checkParameters({ ...good, ...change });
  expect(parametersSchema.parse({})).toEqual(good);
  expect(refused({ TOP_K: 0 })).toThrow('parameter TOP_K is 0; it must be a whole number of at least 1');
  expect(refused({ LANGUAGE: 'german' })).toThrow(
    /^parameter LANGUAGE is "german"; it must be 'auto' or the code of a language: .*de, /,
  );
  expect(refused({ TOP_K: 2.5 })).toThrow('parameter TOP_K is 2.5');
  expect(refused({ ALPHA: Number.NaN })).toThrow('parameter ALPHA is NaN; it must be a number of at least 0');
  expect(refused({ ALPHA: 0, BETA: 0 })).toThrow(
    'parameter ALPHA is 0; it and BETA, GAMMA, DELTA must not all be 0: give one of them a weight',
  );
  expect(checkParameters({ ...good, ALPHA: 0, BETA: 0, GAMMA: 1 }).GAMMA).toBe(1);
  expect(refused({ GAMMA: -1 })).toThrow('parameter GAMMA is -1');
  expect(checkParameters({ ...good, DELTA: 0.1 }).DELTA).toBe(0.1);
  expect(refused({ DATA: 'my.csv', DELTA: 0.1 })).toThrow(
    'parameter DELTA is 0.1; it weighs behaviour, which needs EVENTS: name a CSV file',
  );
  expect(refused({ INDEX: 'faiss' })).toThrow('parameter INDEX is "faiss"; it must be auto, exact or hnsw');
  expect(refused({ RANDOM_SEED: -1.5 })).toThrow('parameter RANDOM_SEED is -1.5');
});

test('judgments by category name the category of a query, those of a file do not', async () => {
  const byCategory = await loadRelevance({ products });
  expect(['a', 'b', 'c', 'unknown'].map((id) => byCategory.groupBy?.(id))).toEqual([
    'Chairs',
    'Chairs',
    'Lamps',
    'unknown',
  ]);
  expect(judgedGroups(byCategory)).toBe(1);
  const qrels = await file('qrels.txt', 'a 0 b 1\nb 0 a 1\n');
  const byFile = await loadRelevance({ products, qrels });
  expect(byFile.groupBy).toBeUndefined();
  expect(judgedGroups(byFile)).toBe(2);
});
