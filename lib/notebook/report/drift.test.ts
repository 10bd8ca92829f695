import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detectDrift } from '../../monitor/drift/detect-drift.js';
import { readTable } from '../../monitor/drift/read-table.js';
import { createRandom } from '../../vectors/index.js';
import { writeDriftReport } from './drift.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-drift-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

test('the page holds every column, its picture and no script of the data', async () => {
  const random = createRandom(1);
  const evil = '<script>alert(1)</script>*_`#"';
  const values = (shift: number) => Array.from({ length: 100 }, () => random.normal() + shift);
  const names = (list: readonly string[]) => Array.from({ length: 100 }, () => random.pick(list));
  const report = detectDrift(
    {
      [evil]: values(0),
      kind: names(['a', 'b']),
      lost: values(0),
      few: values(0).map((v, i) => (i < 9 ? v : null)),
    },
    { [evil]: values(2), kind: names(['a', evil]), few: values(0) },
  );
  const file = path.join(folder, 'report.html');
  expect(await writeDriftReport(report, file)).toBeGreaterThan(10_000);
  const page = await readFile(file, 'utf8');
  expect(page).not.toContain('<script>alert');
  expect(page.match(/<img class="plot"/g)).toHaveLength(3);
  expect(page).toMatch(/Columns that are gone: <code>lost<\/code>/);
  expect(page).toMatch(/9 values against 100; at least 30 on each side are needed/);
  expect(page.match(/<h3/g)).toHaveLength(2);
});

test('the page says whether predictions got worse', async () => {
  const truth = Array.from({ length: 100 }, (_, i) => i % 10);
  const table = (error: number) => ({ said: truth.map((t, i) => t + (i % 2 ? error : -error)), was: truth });
  const schema = {
    said: { kind: 'numeric', role: 'prediction' },
    was: { kind: 'numeric', role: 'outcome' },
  } as const;
  const file = path.join(folder, 'loss.html');
  await writeDriftReport(detectDrift(table(1), table(2), { schema }), file, { title: 'A *title*' });
  const page = await readFile(file, 'utf8');
  expect(page.match(/Mean absolute error .*?\)/)?.[0]).toMatch(
    /got worse: 1 → 2 \(p = [\de.-]+; 100 and 100 outcomes known\)/,
  );
  expect(page.match(/<title>.*?<\/title>/)?.[0]).toBe('<title>A *title*</title>');
  await writeDriftReport(detectDrift(table(1), { said: [1], was: [1] }, { schema }), file);
  expect((await readFile(file, 'utf8')).includes('100 outcomes against 1; at least 30')).toBe(true);
});

test('readTable: numbers, texts, missing values, quotes and a BOM', async () => {
  const file = path.join(folder, 'a.csv');
  await writeFile(file, '\ufeffx,y,z\n1,"a, b",\n-2.5e3,NA,4\nNaN,c,5\n');
  expect(await readTable(file)).toEqual({
    x: Float64Array.of(1, -2500, Number.NaN),
    y: ['a, b', null, 'c'],
    z: Float64Array.of(Number.NaN, 4, 5),
  });
});

test('readTable: mistakes name the file', async () => {
  const file = path.join(folder, 'b.csv');
  await expect(readTable(path.join(folder, 'none.csv'))).rejects.toThrow(/none.csv: there is no such file/);
  await writeFile(file, 'x,y\n');
  await expect(readTable(file)).rejects.toThrow(/b.csv has no rows/);
  await writeFile(file, 'x,x\n1,2\n');
  await expect(readTable(file)).rejects.toThrow(/"x" comes twice/);
  await writeFile(file, 'x,y\n1\n');
  await expect(readTable(file)).rejects.toThrow(/b.csv: .*line 2/);
});
