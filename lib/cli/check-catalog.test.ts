import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { wooKey, wooProduct, wooSecret, wooServer } from '../testing/woocommerce-server.js';
import { checkCatalog } from './check-catalog.js';

let folder: string;
let printed: string[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-check-'));
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

test('how a file would be read, its first products, and what would be set aside', async () => {
  const file = path.join(folder, 'a.csv');
  await writeFile(file, 'Artikelnummer;Titel;Preis\n1;Stuhl;1.299,00 €\n;Tisch;3\n;Bett;4\n2;Lampe;viel\n');
  await checkCatalog(file, {});
  const text = printed.join('\n');
  expect(text).toContain('columns guessed by their names: Artikelnummer → id, Titel → title, Preis → price;');
  expect(text).toContain('2 products in 4 rows\nmissing: price in 1; never given: brand,');
  expect(text).toMatch(/ id {16}1\n {2}title {13}Stuhl\n {2}price {13}1299\n/);
  expect(text).toContain('2 rows set aside:\n       2 × no Artikelnummer (row 3)');
  expect(text).toContain('1 × price "viel" is no price; left empty (row 5)');

  printed = [];
  await checkCatalog(file, { columns: 'title=Preis', json: true });
  expect(JSON.parse(printed[0])).toMatchObject({
    products: 2,
    isWhole: true,
    counts: { rows: 4, rejected: 2 },
    first: [{ id: '1', title: '1.299,00 €' }, { id: '2' }],
  });
});

test('of a long file the first 20,000 rows, unless all are asked for', async () => {
  const file = path.join(folder, 'long.csv');
  const lines = Array.from({ length: 20_500 }, (_, i) => `p${i},Chair ${i}`);
  await writeFile(file, ['uniq_id,title', ...lines].join('\n'));
  await checkCatalog(file, {});
  expect(printed[1]).toBe('20,000 products in the first 20,000 rows (--all reads the others)');
  printed = [];
  await checkCatalog(file, { all: true });
  expect(printed[1]).toBe('20,500 products in 20,500 rows');
});

test('an address of a shop: where products come from, and what changed', async () => {
  const shop = await wooServer([wooProduct(1), wooProduct(2)], [{ id: 3, name: 'Sofas', parent: 0 }]);
  vi.stubEnv('VITRINE_ROOT', folder);
  vi.stubEnv('WOOCOMMERCE_CONSUMER_KEY', wooKey);
  vi.stubEnv('WOOCOMMERCE_CONSUMER_SECRET', wooSecret);
  try {
    const address = `${shop.address.replace('http', 'woocommerce')}/shop`;
    await checkCatalog(address, {});
    expect(printed[0]).toMatch(/^127\.0\.0\.1:\d+\/shop, fetched for the first time$/);
    expect(printed[1]).toMatch(/^read as a WooCommerce export: /);
    expect(printed[2]).toBe('2 products in 2 rows');
    printed = [];
    await checkCatalog(address, { json: true });
    expect(JSON.parse(printed[0]).origin).toMatch(/, none changed since /);
  } finally {
    vi.unstubAllEnvs();
    await shop.close();
  }
});

// What loads a library when it is needed is only seen to work where Node loads it.
test('the built command reads each kind of file', async () => {
  const rows = [{ id: 'a', title: 'Sofa' }];
  const sheet = ['id', 'title'].map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join('');
  const values = ['a', 'Sofa'].map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join('');
  const files: Record<string, string | Uint8Array> = {
    'a.csv.gz': gzipSync('id;title\na;Sofa\n'),
    'a.json': JSON.stringify(rows),
    'a.xml': '<r><item><id>a</id><title>Sofa</title></item></r>',
    'a.parquet': new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'id', data: ['a'] },
          { name: 'title', data: ['Sofa'] },
        ],
      }),
    ),
    'a.xlsx': zipSync({
      'xl/worksheets/sheet1.xml': strToU8(`<worksheet><row>${sheet}</row><row>${values}</row></worksheet>`),
    }),
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), content);
    const program = path.resolve(import.meta.dirname, '../bin/vitrine.js');
    const { stdout } = await promisify(execFile)(process.execPath, [
      program,
      'catalog',
      'check',
      path.join(folder, name),
    ]);
    expect(stdout).toContain('id → id, title → title');
    expect(stdout).toContain('1 products in 1 rows');
  }
});
