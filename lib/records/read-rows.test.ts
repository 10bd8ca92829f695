import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserError } from '../errors/index.js';
import { readCells, readRows, textLines } from './index.js';
import type { ReadRowsOptions } from './read-rows.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-rows-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<string> {
  const to = path.join(folder, name);
  await writeFile(to, content);
  return to;
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

const rowsOf = async (name: string, content: string, options?: ReadRowsOptions) =>
  all(readRows(await file(name, content), options));

test('one table, in each kind of file', async () => {
  const [a, b] = [
    { id: 'a', text: '27" monitor' },
    { id: 'b', text: 'sofa' },
  ];
  const csv = await rowsOf('t.csv', '\ufeffid,text\r\na,"27"" monitor"\r\n\r\nb,sofa');
  expect(csv).toEqual([
    { row: 2, fields: a },
    { row: 4, fields: b },
  ]);
  expect(await rowsOf('t.tsv', '\ufeffid\ttext\r\na\t27" monitor\r\n\r\nb\t sofa')).toEqual(csv);
  const lines = [a, b].map((row) => JSON.stringify(row));
  expect(await rowsOf('t.jsonl', `\ufeff\n${lines[0]}\r\n\n${lines[1]}`)).toEqual(csv);
  const list = [
    { row: 1, fields: a },
    { row: 2, fields: b },
  ];
  expect(await rowsOf('t.json', `\ufeff[${lines}]`)).toEqual(list);
  expect(await rowsOf('t.JSON', `{"version": 1, "rows": [${lines}]}`)).toEqual(list);
  expect(await rowsOf('t.txt', 'id,text\nb,sofa', { format: 'csv' })).toEqual([{ row: 2, fields: b }]);
});

test.each([
  ['lists', '[', ']'],
  ['objects', '{"a":', '}'],
])('a row of %s in each other, 4,000 or 100,000 deep, is set aside', async (_, open, close) => {
  const nested = (depth: number) => `{"b":${open.repeat(depth)}1${close.repeat(depth)}}`.replace('[1]', '[]');
  const rows = [nested(100), nested(101), nested(4_000), nested(100_000), '{"id":"last"}'];
  const problem = 'lists or objects over 100 deep in each other; the row holds no plain fields';
  for (const [name, content] of [
    ['d.jsonl', rows.join('\n')],
    ['d.json', `[${rows}]`],
  ]) {
    const found = await rowsOf(name, content);
    expect(found.map((row) => row.problem)).toEqual([undefined, problem, problem, problem, undefined]);
    expect(found[4]).toEqual({ row: 5, fields: { id: 'last' } });
  }
});

test('a column may be called as what every object has', async () => {
  const [{ fields }] = await rowsOf('odd.csv', '__proto__,constructor\n7,8');
  expect(Object.entries(fields!)).toEqual([
    ['__proto__', '7'],
    ['constructor', '8'],
  ]);
});

test('a row that cannot be read has its problem', async () => {
  expect(await rowsOf('p.tsv', 'id\ttext\na\n')).toEqual([
    { row: 2, cells: ['a'], problem: '1 fields instead of 2' },
  ]);
  expect(await rowsOf('p.json', '[1, {}]')).toEqual([
    { row: 1, problem: 'not a JSON object' },
    { row: 2, fields: {} },
  ]);
  const [first, second] = await all(readCells(await file('p.csv', '"a\nb,c\n'), 'csv'));
  expect(first).toMatchObject({
    row: 1,
    problem: 'broken quotes',
    detail: expect.stringMatching(/^Quote Not Closed/),
  });
  expect(second).toEqual({ row: 2, cells: ['b', 'c'] });
});

test.each([
  ['x.pdf', 'a', /x\.pdf is no file of a known kind \(\.csv, /],
  ['e.tsv', '', /e\.tsv is empty/],
  ['n.json', '{"a": 1}', /n\.json holds no list of records/],
  ['b.json', '[', /b\.json is no JSON/],
  ['d.tsv', 'a\ta\n', /column "a" comes twice/],
])('%s %j cannot be used', async (name, content, message) => {
  const error = await rowsOf(name, content).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toMatch(message);
});

// Reading the memory of a process from its first byte fails with EIO, as a disk that breaks does.
test.runIf(process.platform === 'linux').each(['b.csv', 'b.tsv', 'b.jsonl', 'b.json'])(
  '%s on a broken disk is one error',
  async (name) => {
    const broken = path.join(folder, `broken-${name}`);
    await symlink('/proc/self/mem', broken);
    const error = await all(readRows(broken, { wanted: 'a table' })).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe(`${broken} cannot be read (EIO); check the file and the disk it is on`);
  },
);

test('a reader may stop early; a missing file is one error', async () => {
  for await (const { text } of textLines(await file('l.txt', 'one\ntwo\n'))) {
    expect(text).toBe('one');
    break;
  }
  await expect(all(textLines(path.join(folder, 'none.txt')))).rejects.toThrow(/no such file; check the path/);
  await expect(all(readCells(folder, 'csv', 'a table'))).rejects.toThrow(
    /is a folder; give the path of a table/,
  );
});
