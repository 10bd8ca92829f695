import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../errors/index.js';
import { type FileRow, readRows } from './index.js';
import type { ReadRowsOptions } from './read-rows.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-formats-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function rowsOf(name: string, content: string | Uint8Array, options?: ReadRowsOptions) {
  const file = path.join(folder, name);
  await writeFile(file, content);
  const rows: FileRow[] = [];
  for await (const row of readRows(file, options)) rows.push(row);
  return rows;
}

const fieldsOf = async (...given: Parameters<typeof rowsOf>) =>
  (await rowsOf(...given)).map(({ fields }) => fields);

async function failure(name: string, content: string | Uint8Array): Promise<string> {
  const error = await rowsOf(name, content).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return error.message;
}

describe('tables', () => {
  test.each([',', ';', '\t', '|'])('cells separated by %j, whatever the file is called', async (mark) => {
    const content = [
      ['id', 'name', 'price'],
      ['1', '"Sofa, blue; new | 2"', '"1.299,00"'],
      ['2', 'Chair', '15'],
    ]
      .map((cells) => cells.join(mark))
      .join('\n');
    for (const name of ['a.csv', 'a.tsv', 'a.txt']) {
      expect(await fieldsOf(name, content)).toEqual([
        { id: '1', name: 'Sofa, blue; new | 2', price: '1.299,00' },
        { id: '2', name: 'Chair', price: '15' },
      ]);
    }
  });

  test('prices with commas do not make commas the separator; a first line sep= says what is', async () => {
    expect(await fieldsOf('p.csv', 'id;price\n1;2,50\n2;3,50\n3;4,50')).toHaveLength(3);
    expect((await fieldsOf('p.csv', 'id;price\n1;2,50'))[0]).toEqual({ id: '1', price: '2,50' });
    expect(await rowsOf('s.csv', 'sep=|\r\nid|t,x\r\n1|a,b\r\n')).toEqual([
      { row: 3, fields: { id: '1', 't,x': 'a,b' } },
    ]);
  });

  test('a quote in a tab-separated cell is a letter unless it has its fellow', async () => {
    const content = 'id\ttext\na\t"27"" monitor"\nb\t"24 inch\nc\t24" and 27"\nd\t"e\n';
    expect((await fieldsOf('q.tsv', content)).map((fields) => fields?.text)).toEqual([
      '27" monitor',
      '"24 inch',
      '24" and 27"',
      '"e',
    ]);
  });

  test('two quotes that are not a pair cost two rows, not those between them', async () => {
    const rows = await rowsOf('q.csv', 'id,text\na,"x\nb,y\nc,z\nd",w\ne,v\n');
    expect(rows.map(({ row, problem }) => [row, problem])).toEqual([
      [2, 'broken quotes'],
      [3, undefined],
      [4, undefined],
      [5, 'broken quotes'],
      [6, undefined],
    ]);
  });

  test('a column that comes several times is a list, one without a name is passed over', async () => {
    const header = (found: readonly string[]) => found;
    expect(await fieldsOf('l.csv', 'id,img,,img\n1,a,x,b\n2,,y,c\n', { header })).toEqual([
      { id: '1', img: ['a', 'b'] },
      { id: '2', img: ['c'] },
    ]);
  });

  test('a header further down', async () => {
    const header = (found: readonly string[]) => (found[0] === 'id' ? found : undefined);
    expect(await rowsOf('h.csv', 'Report,,\nid,a,b\n1,2,3\n', { header })).toEqual([
      { row: 3, fields: { id: '1', a: '2', b: '3' } },
    ]);
  });

  test('whatever was written is read, in pieces of any size', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r\n', ' '),
      maxLength: 9,
    });
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\n', '\r\n', '\r'), async (rows, lineEnd) => {
        const written = [['x', 'y', 'z'], ...rows].map((cells) =>
          cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(';'),
        );
        const read = await fieldsOf('any.csv', written.join(lineEnd));
        expect(read.map((fields) => Object.values(fields ?? {}))).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test('broken rows cost what good ones cost', async () => {
    const took = async (line: (i: number) => string) => {
      const lines = Array.from({ length: 40_000 }, (_, i) => line(i));
      const content = ['id,text,price', ...lines].join('\n');
      const started = performance.now();
      const rows = await rowsOf('cost.csv', content);
      return { ms: performance.now() - started, broken: rows.filter(({ problem }) => problem).length };
    };
    const good = await took((i) => `${i},"Monitor 24",9`);
    const bad = await took((i) => `${i},Monitor 24" wide,9`);
    const open = await took((i) => `${i},"Monitor 24,9`);
    expect([good.broken, bad.broken, open.broken]).toEqual([0, 40_000, 40_000]);
    expect(Math.max(bad.ms, open.ms)).toBeLessThan(good.ms * 3 + 500);
  });
});

test('gzip of each, and UTF-16', async () => {
  const rows = [{ id: '1', text: 'Sofa für Übergröße' }];
  const csv = 'id,text\n1,Sofa für Übergröße\n';
  expect(await fieldsOf('a.csv.gz', gzipSync(csv))).toEqual(rows);
  expect(await fieldsOf('a.jsonl.GZ', gzipSync(JSON.stringify(rows[0])))).toEqual(rows);
  expect(await fieldsOf('a.json.gz', gzipSync(JSON.stringify(rows)))).toEqual(rows);
  expect(await fieldsOf('a.csv', gzipSync(csv))).toEqual(rows);
  expect(await fieldsOf('u.csv', Buffer.from(`\ufeff${csv}`, 'utf16le'))).toEqual(rows);
  expect(await fieldsOf('u.csv', Buffer.from(`\ufeff${csv}`, 'utf16le').swap16())).toEqual(rows);
  expect(await failure('cut.csv.gz', gzipSync(csv.repeat(99)).subarray(0, -20))).toMatch(
    /is damaged or cut off/,
  );
});

test('what unpacks to over 200 times its size is refused', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, `${'a'.repeat(1024 * 1024)},b\n`));
  // A gzip file may have several parts, one after the other.
  const many = Buffer.concat(Array.from({ length: 5 }, () => bomb));
  const file = path.join(folder, 'bomb.csv.gz');
  await writeFile(file, many);
  const read = async () => {
    for await (const _ of readRows(file, { header: () => ['', ''] })) void _;
  };
  await expect(read()).rejects.toThrow(/unpacks to more than 200 times its size/);
});

describe('JSON', () => {
  const rows = [
    { id: 1, tags: ['a', ']}'] },
    { id: 2, deep: { list: [{ x: '"' }] } },
  ];
  test.each([
    ['a list', JSON.stringify(rows)],
    ['indented', JSON.stringify(rows, null, 2)],
    ['in an object', JSON.stringify({ version: 1, tags: ['x'], products: rows, 'page"': { next: [] } })],
    ['in an object in an object', JSON.stringify({ data: { count: 2, 'a\\"b': rows } })],
    ['objects on lines, whatever the name', rows.map((row) => JSON.stringify(row)).join('\n')],
  ])('%s', async (_, content) => {
    expect(await fieldsOf('a.json', content)).toEqual(rows);
    if (!content.startsWith('{"')) expect(await fieldsOf('a.jsonl', content)).toEqual(rows);
  });

  test('elements that are no objects, or broken, cost themselves', async () => {
    const found = await rowsOf('b.json', '[{"id":1}, 7, "x,]", {"id":}, null, {"id":2}]');
    expect(found.map(({ problem }) => problem?.slice(0, 8))).toEqual([
      undefined,
      'not a JS',
      'not a JS',
      'not JSON',
      'not a JS',
      undefined,
    ]);
  });

  test.each([
    ['[{"a":1}', /is no JSON: it ends within record 1/],
    ['[{"a":1}] x', /there is text after its end/],
    ['[{"a":1}}]', /is no JSON/],
    ['{"a":[{"x":1}],"b":[{"x":1}]}', /two lists of records, "a" and "b"; leave one/],
    ['{"a":["x"]}', /holds no list of records/],
  ])('%s', async (content, message) => {
    expect(await failure('c.json', content)).toMatch(message);
  });

  test('an element of over 16 MB is set aside without being held', async () => {
    const content = `[{"id":1},{"x":"${'y'.repeat(17 * 1024 * 1024)}"},{"id":2}]`;
    expect((await rowsOf('big.json', content)).map(({ problem }) => problem)).toEqual([
      undefined,
      'longer than 16 MB, the limit of a row',
      undefined,
    ]);
  });
});

describe('XML', () => {
  const rss = `<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
    <item><g:id>1</g:id><title><![CDATA[Sofa <b>blue</b>]]></title><g:price>15 EUR</g:price>
      <g:additional_image_link>a.jpg</g:additional_image_link><g:additional_image_link>b.jpg</g:additional_image_link>
      <g:shipping><g:country>DE</g:country></g:shipping></item>
    <item><g:id>2</g:id><title>Salt &amp; pepper</title><link href="https://x.org/2"/></item></channel></rss>`;

  test('an RSS feed, an Atom feed, and one of a shop', async () => {
    expect(await fieldsOf('f.xml', rss)).toEqual([
      {
        id: '1',
        title: 'Sofa <b>blue</b>',
        price: '15 EUR',
        additional_image_link: ['a.jpg', 'b.jpg'],
        shipping: { country: 'DE' },
      },
      { id: '2', title: 'Salt & pepper', link: 'https://x.org/2' },
    ]);
    expect(await fieldsOf('f.atom', '<feed><title>x</title><entry><id>1</id></entry></feed>')).toEqual([
      { id: '1' },
    ]);
    const own =
      '<?xml version="1.0" encoding="ISO-8859-1"?><shop><product sku="7"><name>Caf\xe9</name></product></shop>';
    expect(await fieldsOf('f.xml', Buffer.from(own, 'latin1'))).toEqual([{ sku: '7', name: 'Café' }]);
  });

  test('entities of a document are not expanded, files not read', async () => {
    const bomb = `<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>`;
    expect(await fieldsOf('e.xml', `${bomb}<r><item><t>&b;-&f;-&lt;</t></item></r>`)).toEqual([
      { t: '&b;-&f;-<' },
    ]);
  });

  test('elements too deep, or a record too long, cost the record', async () => {
    const deep = `${'<a>'.repeat(5000)}x${'</a>'.repeat(5000)}`;
    const long = `<a>${'x'.repeat(17 * 1024 * 1024)}</a>`;
    const items = [deep, '<id>1</id>', long, '<id>2</id>'].map((inner) => `<item>${inner}</item>`);
    const found = await rowsOf('d.xml', `<r>${items.join('')}</r>`);
    expect(found.map(({ problem }) => problem?.slice(0, 22))).toEqual([
      'elements over 50 deep ',
      undefined,
      'longer than 16 MB, the',
      undefined,
    ]);
  });

  test('what is no XML, or has no record, is one error', async () => {
    expect(await failure('n.xml', '<a><b></a>')).toMatch(/no whole XML: line 1: Unexpected close tag/);
    expect(await failure('n.xml', '<a><b/></a>')).toMatch(/holds no records; .*<item>, <entry>/);
    expect(await failure('n.xml', '<a><item>')).toMatch(/no whole XML: .*Unclosed root tag/);
  });
});

test('Parquet', async () => {
  const columnData = [
    { name: 'id', data: [1n, 2n ** 60n], type: 'INT64' },
    { name: 'title', data: ['Sofa', 'Chair'], type: 'STRING' },
    { name: 'made', data: [new Date(0), new Date(1000)], type: 'TIMESTAMP' },
  ] as const;
  const bytes = parquetWriteBuffer({
    columnData: columnData.map((column) => ({ ...column, data: [...column.data] })),
  });
  const rows = [
    { id: 1, title: 'Sofa', made: '1970-01-01T00:00:00.000Z' },
    { id: '1152921504606846976', title: 'Chair', made: '1970-01-01T00:00:01.000Z' },
  ];
  expect(await fieldsOf('a.parquet', new Uint8Array(bytes))).toEqual(rows);
  expect(await fieldsOf('a.parquet.gz', gzipSync(new Uint8Array(bytes)))).toEqual(rows);
  const header = () => ['uniq_id', 'title', ''];
  expect((await rowsOf('a.parquet', new Uint8Array(bytes), { header }))[0]).toEqual({
    row: 1,
    fields: { uniq_id: 1, title: 'Sofa' },
  });
  expect(await failure('b.parquet', 'PAR1xxxx')).toMatch(/no whole Parquet file/);
});

describe('.xlsx', () => {
  const part = (inner: string) => strToU8(`<?xml version="1.0"?>${inner}`);
  const book = (sheet: string, shared = '') =>
    zipSync({
      'xl/workbook.xml': part(
        '<workbook xmlns:r="r"><sheets><sheet name="h" state="hidden" r:id="r1"/><sheet name="p" r:id="r2"/></sheets></workbook>',
      ),
      'xl/_rels/workbook.xml.rels': part(
        '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
      ),
      'xl/sharedStrings.xml': part(`<sst>${shared}</sst>`),
      'xl/worksheets/sheet1.xml': part('<worksheet/>'),
      'xl/worksheets/sheet2.xml': part(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
    });
  const shared =
    '<si><t>id</t></si><si><t>title</t></si><si><r><t>So</t></r><r><t>fa</t></r><rPh><t>xx</t></rPh></si>';
  const sheet =
    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><t>price</t></is></c></row>' +
    '<row r="4"><c r="A4"><v>7</v></c><c r="B4" t="s"><v>2</v></c><c r="C4"><v>12.5</v></c></row>' +
    '<row r="5"><c r="A5"><v>8</v></c><c r="C5" t="e"><v>#N/A</v></c></row>';

  test('the first sheet that is not hidden', async () => {
    const rows = [
      { row: 4, fields: { id: '7', title: 'Sofa', price: '12.5' } },
      { row: 5, fields: { id: '8', title: '', price: '' } },
    ];
    expect(await rowsOf('a.xlsx', book(sheet, shared))).toEqual(rows);
    expect(await rowsOf('a.xlsx.gz', gzipSync(book(sheet, shared)))).toEqual(rows);
  });

  test('what is none, or lies about its size, is one error', async () => {
    expect(await failure('b.xlsx', 'id,title')).toMatch(/no whole spreadsheet/);
    expect(await failure('b.xlsx', book('<row><c>'))).toMatch(/no whole spreadsheet/);
    expect(await failure('b.csv', book(sheet))).toMatch(
      /is a spreadsheet or zip archive; name a spreadsheet \.xlsx/,
    );
    const lying = Buffer.from(book(`${sheet}${' '.repeat(100_000)}`, shared));
    // The size of the last part, unpacked, in the directory at the end.
    const entry = lying.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    lying.writeUInt32LE(10, entry + 24);
    expect(await failure('c.xlsx', lying)).toMatch(/no whole spreadsheet: too many bytes/);
    const wide = '<row r="1"><c r="ZZZ1"><v>1</v></c></row>';
    expect(await failure('w.xlsx', book(wide))).toMatch(/row 1: a cell in column 18278/);
  });
});
