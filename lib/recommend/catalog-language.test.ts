import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { matrix } from '../vectors/index.js';
import { openSource, phrases, Recommender } from './index.js';

const rows = [
  ['1', 'Wanderschuh Herren, braun', 'Schuhe'],
  ['2', 'Lederstiefel für Damen, gefüttert', 'Schuhe'],
  ['3', 'Regenjacke mit Kapuze, wasserdicht', 'Jacken'],
  ['4', 'Handschuhe aus Wolle, grau', 'Zubehör'],
];

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'language-'));
  vi.stubEnv('VITRINE_ROOT', root);
  const lines = rows.map(([id, title, category]) => `${id};"${title}";${category}`);
  await writeFile(path.join(root, 'schuhe.csv'), `id;title;category\n${lines.join('\n')}\n`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

test('a German catalogue is found to be German, said so, and searched as such', async () => {
  const source = await openSource({ data: 'schuhe.csv' });
  expect(source.language).toEqual({
    language: 'de',
    line: 'keyword search reads German, found in titles and descriptions; set LANGUAGE for another',
  });
  const { products } = source.catalog;
  const empty = matrix(products.length, 1);
  const shop = new Recommender({
    products,
    spaces: { text: empty, image: empty, hybrid: empty },
    encodeQuery: async () => null,
    language: source.language.language,
  });
  const found = async (query: string) =>
    (await shop.search(query, { by: 'bm25' })).map(({ product }) => product.id);
  expect(await found('Schuhe')).toEqual(expect.arrayContaining(['1', '2']));
  expect(await found('Stiefel')).toEqual(['2']);
  expect(await found('Handschuh')).toEqual(['4']);
  const none = { description: '', similar: null, search: null, queries: new Map(), warnings: [] };
  expect(phrases(none, 3, shop)).toEqual(['Schuhe', 'Jacken', 'Zubehör']);
});

test('LANGUAGE names another language', async () => {
  expect((await openSource({ data: 'schuhe.csv', language: 'nl' })).language).toEqual({
    language: 'nl',
    line: 'keyword search reads Dutch, as LANGUAGE says',
  });
  await expect(openSource({ data: 'schuhe.csv', language: 'xx' })).rejects.toThrow(
    /^language "xx": give 'auto' or one of .*, en, /,
  );
});
