import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../errors/index.js';
import { type Catalog, readCatalog } from './index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'catalog-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array, name = 'products.csv'): Promise<Catalog> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return readCatalog(file);
}

const ids = ({ products }: Catalog) => products.map(({ id }) => id);

describe('CSV', () => {
  test('reads every column, with quoted commas, newlines, CRLF and a BOM', async () => {
    const { products, rejected, warnings } = await read(
      '\ufefftitle,brand,description,price,categories,images,manufacturer,package_dimensions,country_of_origin,material,color,uniq_id\r\n' +
        '"Oak Chair, 2 pcs",Nordal,"Line one\r\nLine ""two""","$1,299.00","[\'Home\', "" Kids\' Chairs ""]","[\'https://x.org/a.jpg \', \' b.jpg\']",Nordal AB,"2""D x 3""W",Sweden,Oak,Brown,p1\r\n',
    );
    expect(products).toEqual([
      {
        id: 'p1',
        title: 'Oak Chair, 2 pcs',
        brand: 'Nordal',
        description: 'Line one\nLine "two"',
        price: 1299,
        categories: ['Home', "Kids' Chairs"],
        images: ['https://x.org/a.jpg', 'b.jpg'],
        manufacturer: 'Nordal AB',
        packageDimensions: '2"D x 3"W',
        countryOfOrigin: 'Sweden',
        material: 'Oak',
        color: 'Brown',
      },
    ]);
    expect({ rejected, warnings }).toEqual({ rejected: [], warnings: [] });
  });

  test('sets unusable rows aside with row number, id and reason', async () => {
    const catalog = await read(
      [
        'uniq_id,title,description,price',
        'a,"Sofa\nwith two lines",,1',
        'b,Table',
        ',Lamp,,2',
        'c,,,3',
        '',
        'a,Sofa again,,4',
        'd,Lamp "Luna",,5',
        'e,,only a description,call us',
      ].join('\n'),
    );
    expect(ids(catalog)).toEqual(['a', 'e']);
    expect(catalog.rejected).toEqual([
      { row: 3, id: '', reason: '2 fields instead of 4' },
      { row: 4, id: '', reason: 'no uniq_id' },
      { row: 5, id: 'c', reason: 'no title and no description' },
      { row: 7, id: 'a', reason: 'duplicate of row 2' },
      { row: 8, id: '', reason: 'broken quotes' },
    ]);
    expect(catalog.warnings.at(-1)).toEqual({
      row: 9,
      id: 'e',
      reason: 'price "call us" is no price; left empty',
    });
    expect(catalog.products[1].price).toBeNull();
    expect(catalog.warnings[0].reason).toMatch(/^no column brand, categories, images/);
  });

  test.each([
    ['an unclosed quote', 'b,"Table,2'],
    ['a quote that ends too early', 'b,"Table" 26",2'],
    ['a quote inside', 'b,26" Table,2'],
  ])('%s costs one row', async (_, line) => {
    const rows = ['uniq_id,title,price', 'a,Sofa,1', line, 'c,"Chair, oak",3', 'd,Lamp,4', 'e,"Bed",5'];
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      const catalog = await read(rows.join(lineEnd));
      expect(ids(catalog)).toEqual(['a', 'c', 'd', 'e']);
      expect(catalog.rejected).toEqual([{ row: 3, id: '', reason: 'broken quotes' }]);
    }
  });

  test('a quote that is never closed in a file without further quotes', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `id${i},${i === 7 ? '"' : ''}Table ${i},2`);
    const catalog = await read(['uniq_id,title,price', ...lines].join('\n'));
    expect(catalog.products).toHaveLength(19_999);
    expect(catalog.rejected).toEqual([{ row: 9, id: '', reason: 'broken quotes' }]);
  });

  test.each([
    ['10 MB', 10, '10.0 MB; the limit is 1 MB'],
    ['20 MB', 20, 'longer than 16 MB'],
  ])('a field of %s is set aside', async (_, megabytes, reason) => {
    const large = 'x'.repeat(megabytes * 1024 * 1024);
    const catalog = await read(`uniq_id,title\na,Sofa\nb,"${large}"\nc,Chair\n`);
    expect(ids(catalog)).toEqual(['a', 'c']);
    expect(catalog.rejected).toHaveLength(1);
    expect(catalog.rejected[0].row).toBe(3);
    expect(catalog.rejected[0].reason).toContain(reason);
  });

  test('keeps emoji, right-to-left text and real replacement characters', async () => {
    const titles = ['Sofa 🛋️ 👩‍👩‍👧', 'كرسي خشبي', 'כיסא', 'bad \ufffd export'];
    const catalog = await read(`uniq_id,title\n${titles.map((title, i) => `p${i},${title}`).join('\n')}`);
    expect(catalog.products.map(({ title }) => title)).toEqual(titles);
  });

  test('mixed line ends, blanks around quoted fields, columns in any order and case', async () => {
    const catalog = await read('Title , extra,UNIQ_ID\r"Chair, oak" , 1, "a"\r\nSofa,2,b\nBed,3,c');
    expect(catalog.products.map(({ id, title }) => [id, title])).toEqual([
      ['a', 'Chair, oak'],
      ['b', 'Sofa'],
      ['c', 'Bed'],
    ]);
  });

  test('what was written is read', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', '🛋', ',', '"', '\n', '\r\n', "'", ' ', '\\'),
      maxLength: 12,
    });
    const row = fc.record({ title: text, description: text, list: fc.array(text, { maxLength: 3 }) });
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    const python = (entry: string) =>
      `'${entry.replace(/[\\'\n\r]/g, (c) => ({ '\n': '\\n', '\r': '\\r' })[c] ?? `\\${c}`)}'`;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const lines = rows.map(({ title, description, list }, i) =>
          [`p${i}`, `t${title}`, description, `[${list.map(python).join(', ')}]`].map(quoted).join(','),
        );
        const catalog = await read(['uniq_id,title,description,categories', ...lines].join('\r\n'));
        expect(catalog.rejected).toEqual([]);
        expect(catalog.products.map((p) => [p.title, p.description, p.categories])).toEqual(
          rows.map((r) => [
            `t${r.title}`.trim().replace(/\s+/g, ' '),
            r.description
              .trim()
              .replace(/\s*[\r\n]\s*/g, '\n')
              .replace(/ +/g, ' '),
            r.list.map((entry) => entry.trim().replace(/\s+/g, ' ')).filter(Boolean),
          ]),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('JSON Lines', () => {
  test('reads the same keys, lists as arrays, prices as numbers', async () => {
    const catalog = await read(
      [
        {
          uniq_id: 1,
          title: 'Sofa',
          price: 9.5,
          categories: ['Home', 'Sofas'],
          images: ['a.jpg'],
          color: null,
        },
        { uniq_id: 'b', title: 'Chair', price: '$3', categories: "['Home']", images: 'x.jpg|y.jpg' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\r\n'),
      'products.jsonl',
    );
    expect(catalog.products.map((p) => [p.id, p.price, p.categories, p.images, p.color])).toEqual([
      ['1', 9.5, ['Home', 'Sofas'], ['a.jpg'], ''],
      ['b', 3, ['Home'], ['x.jpg', 'y.jpg'], ''],
    ]);
  });

  test('sets lines aside that are no product', async () => {
    const lines = [
      '{"uniq_id":"a","title":"Sofa"}',
      '{"uniq_id":',
      '',
      '[1]',
      '{"uniq_id":"b","title":{}}',
      '{"title":"x"}',
    ];
    const large = `{"uniq_id":"c","title":"x","description":"${'x'.repeat(1.5 * 1024 * 1024)}"}`;
    const catalog = await read([...lines, large].join('\n'), 'products.ndjson');
    expect(ids(catalog)).toEqual(['a']);
    expect(catalog.rejected.map(({ row, id, reason }) => [row, id, reason.slice(0, 28)])).toEqual([
      [2, '', 'not JSON: Unexpected end of '],
      [4, '', 'not a JSON object'],
      [5, 'b', 'no title and no description'],
      [6, '', 'no uniq_id'],
      [7, '', 'field "description" has 1.5 '],
    ]);
  });
});

test('a table in Windows-1252 is read, which is said', async () => {
  const { products, reading } = await read(Buffer.from('sku;name;preis\n1;Stuhl\n2;Größe M;5\n', 'latin1'));
  expect(products.map(({ title }) => title)).toEqual(['Größe M']);
  expect(reading.line).toMatch(/; text is no UTF-8 and is read as Windows-1252; /);
  expect((await read('sku;name\n1;Größe\n')).reading.line).not.toContain('1252');
});

test('prices in several currencies are noticed, in the price and in a column of their own', async () => {
  const mixed = await read('sku,name,price\n1,a,"5,00 €"\n2,b,$7\n3,c,6 EUR\n4,d,8 USD\n5,e,9\n6,f,7 zł\n');
  expect(mixed.reading.line).toMatch(
    /; prices are in 3 currencies \(EUR 2, USD 1, PLN 1\) and are compared as if they were in one; leave /,
  );
  const column = 'sku,name,price,Currency\n1,a,5,eur\n2,b,7,CHF\n3,c,,GBP\n';
  expect((await read(column)).reading.line).toContain('in 2 currencies (EUR 1, CHF 1)');
  const nested =
    '{"sku":1,"name":"a","price":{"amount":5,"currency":"EUR"}}\n{"sku":2,"name":"b","price":{"amount":5,"currency":"SEK"}}\n';
  expect((await read(nested, 'n.jsonl')).reading.line).toContain('in 2 currencies (EUR 1, SEK 1)');
  for (const one of ['sku,name,price\n1,a,$5\n2,b,CA$6\n', 'sku,name,price\n1,a,5 €\n2,b,7\n']) {
    expect((await read(one)).reading.line).not.toContain('currenc');
  }
});

describe('files that cannot be used', () => {
  const header = 'uniq_id,title\n';
  test.each<[string, string | Uint8Array, RegExp, string?]>([
    ['empty', '', /is empty \(0 bytes\)/],
    ['blank', '\n\n', /no rows below a header/],
    ['header only', header, /no rows below a header; add products/],
    [
      'no header',
      'p1,Oak chair,3\n',
      /no header: its first row is "p1,Oak chair,3"; put the column names there/,
    ],
    ['missing column', 'title,price\nSofa,3\n', /missing column id; found "title, price"; .*COLUMNS='id=…'/],
    ['a column twice', 'uniq_id,title,Title\na,b,c\n', /column "title" comes twice/],
    ['broken header', '"uniq_id,title\na,b\n', /row 1: broken quotes in the header/],
    [
      'damaged UTF-8',
      Buffer.concat([Buffer.from(`${header}a,Größe, ä\nb,`), Buffer.from([0xe9]), Buffer.from('\n')]),
      /row 3, byte 30: not UTF-8 \(0xe9\); convert it: iconv/,
    ],
    [
      'Latin-1 JSON',
      Buffer.from('{"uniq_id":"a"}\n{"title":"\xe9"}', 'latin1'),
      /row 2, byte 26: not UTF-8/,
      'x.jsonl',
    ],
    ['UTF-16 without BOM', Buffer.from(header, 'utf16le'), /zero bytes/],
    ['a spreadsheet', Buffer.from('PK\x03\x04...'), /spreadsheet or zip/],
    ['only rejects', `${header},Sofa\na\n`, /none of its 2 rows can be used; row 2: no uniq_id/],
    ['JSON', '[]', /has no records/, 'products.json'],
    ['JSON Lines without products', '\n', /has no records/, 'y.jsonl'],
    ['a document', '%PDF', /no file of a known kind \(\.csv, .*each also \.gz\)/, 'products.pdf'],
  ])('%s', async (_, content, message, name) => {
    const error = await read(content, name).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(folder);
    expect(error.message).not.toContain('\n');
  });

  test('missing, or a folder', async () => {
    await expect(readCatalog(path.join(folder, 'none.csv'))).rejects.toThrow(
      /none\.csv: no such file; give the path/,
    );
    await expect(readCatalog(folder)).rejects.toThrow(/is a folder/);
  });
});

test('of an export whose first rows come again, the repetitions are set aside, each with the row that it repeats', async () => {
  const row = (i: number) =>
    [
      `"Shelf ${i}, 24""W, White"`,
      'Nordal',
      i % 2 === 0 ? '""' : '"Holds books, plants ""and"" more"',
      i % 3 === 0 ? '' : `$${i}4.99`,
      `"['Home & Kitchen', ""Kids' Furniture"", 'Shelves']"`,
      `"['https://images.example/${i}.jpg ', ' https://images.example/${i}b.jpg']"`,
      `"24""L x 9""W"`,
      `id-${i}`,
    ].join(',');
  const numbers = [...Array(12).keys(), ...Array(7).keys()];
  const { products, rejected, warnings } = await read(
    `title,brand,description,price,categories,images,package_dimensions,uniq_id\n${numbers.map(row).join('\n')}\n`,
  );
  expect(products).toHaveLength(12);
  expect(rejected).toEqual(
    [2, 3, 4, 5, 6, 7, 8].map((first, i) => ({
      row: 14 + i,
      id: `id-${i}`,
      reason: `duplicate of row ${first}`,
    })),
  );
  expect(warnings.filter(({ reason }) => !reason.startsWith('no column'))).toEqual([]);
  expect(products[1]).toMatchObject({
    title: 'Shelf 1, 24"W, White',
    description: 'Holds books, plants "and" more',
    price: 14.99,
    categories: ['Home & Kitchen', "Kids' Furniture", 'Shelves'],
    images: ['https://images.example/1.jpg', 'https://images.example/1b.jpg'],
  });
});
