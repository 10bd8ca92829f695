import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EvaluateError, readQrels, readQueries, readRun, writeRun } from '../index.js';
import { checkQrels } from './index.js';
import { trecField } from './trec-field.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-evaluate-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, content);
  return at;
}

const judged = new Map([
  [
    'q1',
    new Map([
      ['p1', 2],
      ['p2', 0],
    ]),
  ],
  ['q2', new Map([['p1', -1]])],
]);

test('qrels: as TREC has them', async () => {
  expect(await readQrels(await file('trec.qrels', 'q1 0 p1 2\nq1 0 p2 0\nq2 0 p1 -1\n'))).toEqual(judged);
});

test('qrels: byte order mark, CRLF, tabs, blank lines', async () => {
  const text = '\uFEFFq1\t0\tp1\t2\r\n\r\nq1  0 p2   0\r\nq2 0 p1 -1';
  expect(await readQrels(await file('windows.txt', text))).toEqual(judged);
  expect(await readQrels(await file('marco.tsv', text))).toEqual(judged);
});

test('qrels: tables with a header', async () => {
  const couch = new Map([
    [
      'couch, red',
      new Map([
        ['p1', 2],
        ['p2', 0.5],
      ]),
    ],
  ]);
  expect(
    await readQrels(await file('a.csv', 'query,uniq_id,grade\n"couch, red",p1,2\n"couch, red",p2,0.5\n')),
  ).toEqual(couch);
  expect(
    await readQrels(
      await file('b.tsv', 'corpus-id\tnote\tquery-id\tscore\np1\tx\tcouch, red\t2\np2\t\tcouch, red\t0.5\n'),
    ),
  ).toEqual(couch);
  expect(await readQrels(await file('c.csv', 'Query,Product_ID\r\nsofa,p1\r\n'))).toEqual(
    new Map([['sofa', new Map([['p1', 1]])]]),
  );
});

test.each([
  [
    'bad.txt',
    'q1 0 p1 2\nq1 p2 1\n',
    'bad.txt:2: "q1 p2 1" is no judgment; expected "query 0 product grade"',
  ],
  ['bad.txt', 'q1 0 p1 high\n', 'bad.txt:1: "q1 0 p1 high" is no judgment'],
  ['bad.txt', 'q1 0 p1 1\nq1 0 p1 2\n', 'bad.txt:2: product "p1" is judged twice for query "q1"'],
  ['bad.txt', '\n', 'bad.txt holds no judgments'],
  ['bad.csv', 'a,b\n1,2\n', 'bad.csv:1: the header is "a,b"; expected query,uniq_id,grade'],
  ['bad.csv', '', 'bad.csv:1: the header is ""'],
  ['bad.csv', 'query,uniq_id,grade\nsofa,p1,\n', 'bad.csv:2: grade "" is no number'],
  ['bad.csv', 'query,uniq_id,grade\nsofa,p1\n', 'bad.csv:2: "sofa,p1" has an empty or missing field'],
  ['bad.csv', 'query,uniq_id,grade\n"sofa,p1,1\n', 'bad.csv: Quote Not Closed'],
])('qrels: %s %j', async (name, content, message) => {
  const at = await file(name, content);
  await expect(readQrels(at)).rejects.toThrow(message);
  await expect(readQrels(at)).rejects.toThrow(EvaluateError);
});

test('files that are missing or not UTF-8', async () => {
  await expect(readQrels(path.join(folder, 'none.txt'))).rejects.toThrow('none.txt: there is no such file');
  await expect(readRun(await file('latin.txt', Uint8Array.of(0xe9, 0x20)))).rejects.toThrow(
    'is not UTF-8 text',
  );
});

describe('ids with blanks', () => {
  const ids = ['SKU 001', '\t\n\v\f\r ', '', 'SKU␠001', '␛␠', '␀', 'a%20b', 'a\u00a0b', '\u2003'];

  test('are written with pictures of the blanks', async () => {
    const at = path.join(folder, 'blank.run');
    await writeRun(at, new Map([['red couch', new Map([['SKU 001', 1]])]]), 'my run');
    expect(await readFile(at, 'utf8')).toBe('red␠couch Q0 SKU␠001 1 1 my␠run\n');
  });

  test.each(ids.map((id) => [JSON.stringify(id), id]))(
    '%s comes back from runs and judgments',
    async (_, id) => {
      const run = new Map([[id, new Map([[id, 1]])]]);
      await writeRun(path.join(folder, 'blank.run'), run);
      expect(await readRun(path.join(folder, 'blank.run'))).toEqual(run);
      const field = trecField(id);
      expect(await readQrels(await file('blank.qrels', `${field} 0 ${field} 1\n`))).toEqual(run);
    },
  );

  test('any two that differ stay two', async () => {
    const text = fc.string({ unit: fc.constantFrom(' ', '\t', '␠', '␛', '␀', '%', 'a') });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(text, { minLength: 1 }), async (names) => {
        const run = new Map([['q', new Map(names.map((name, i) => [name, 1 - i]))]]);
        await writeRun(path.join(folder, 'any.run'), run);
        expect(await readRun(path.join(folder, 'any.run'))).toEqual(run);
      }),
      { numRuns: 50 },
    );
  });
});

test('run: written best first and read back', async () => {
  const at = path.join(folder, 'x.run');
  const run = new Map([
    [
      'q1',
      new Map([
        ['p1', 0.1],
        ['p2', 1 / 3],
        ['p3', 0.1],
      ]),
    ],
  ]);
  await writeRun(at, run, 'bm25');
  expect(await readFile(at, 'utf8')).toBe(
    'q1 Q0 p2 1 0.3333333333333333 bm25\nq1 Q0 p3 2 0.1 bm25\nq1 Q0 p1 3 0.1 bm25\n',
  );
  expect(await readRun(at)).toEqual(run);
});

test.each([
  ['q1 Q0 p1 1 0.5\n', ':1: "q1 Q0 p1 1 0.5" is no result; expected "query Q0 product rank score tag"'],
  ['q1 Q0 p1 1 best tag\n', ':1: "q1 Q0 p1 1 best tag" is no result'],
  ['q1 Q0 p1 1 2 t\nq1 Q0 p1 2 1 t\n', ':2: product "p1" is listed twice for query "q1"'],
  ['', 'holds no results'],
])('run: %j', async (content, message) => {
  await expect(readRun(await file('bad.run', content))).rejects.toThrow(message);
});

test('queries: with and without header, quotes in a .tsv are text', async () => {
  const expected = new Map([
    ['1', 'red couch'],
    ['2', '27" monitor'],
  ]);
  expect(await readQueries(await file('q.tsv', '1\tred couch\n2\t27" monitor\n'))).toEqual(expected);
  expect(
    await readQueries(await file('q.tsv', 'query_id\ttext\r\n1\tred couch\r\n2\t27" monitor\r\n')),
  ).toEqual(expected);
  expect(await readQueries(await file('q.csv', 'qid,query\n1,red couch\n2,"27"" monitor"\n'))).toEqual(
    expected,
  );
  const bad = await file('q.tsv', '1\tred couch\n2 lamp\n');
  await expect(readQueries(bad)).rejects.toThrow(
    'q.tsv:2: "2 lamp" is no query; expected an id and a text, separated by a tab',
  );
  await expect(readQueries(await file('q.tsv', '1\ta\n1\tb\n'))).rejects.toThrow(
    'q.tsv:2: query "1" comes twice',
  );
  await expect(readQueries(await file('q.tsv', ''))).rejects.toThrow('holds no queries');
});

test('judgments of products that the catalogue lacks are counted', () => {
  expect(checkQrels(judged, ['p2', 'p3'])).toEqual({
    queries: 2,
    judgments: 3,
    unknownJudgments: 2,
    unknownIds: ['p1'],
    lostQueries: ['q2'],
  });
});
