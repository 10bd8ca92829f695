import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Cell,
  findUncommittable,
  formatNotebook,
  injectParameters,
  type Notebook,
  notebookWithoutPasswords,
  parseNotebook,
  readNotebook,
  readParameters,
  stripNotebook,
  typeParameters,
  writeNotebook,
} from './index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-document-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const code = (source: string, rest: Partial<Cell> = {}): Cell => ({
  cell_type: 'code',
  id: `id-${source.length}`,
  metadata: {},
  source,
  outputs: [],
  execution_count: null,
  ...rest,
});
const notebook = (...cells: Cell[]): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
  cells,
});
const withParameters = (source: string) => notebook(code(source, { metadata: { tags: ['parameters'] } }));

test('a copy to keep has no passwords in code, prints and metadata', () => {
  const address = 'postgres://me:hush@db/shop';
  const picture = { output_type: 'display_data', data: { 'text/html': '<b>Password=x</b>' }, metadata: {} };
  const outputs = [{ output_type: 'stream', name: 'stdout', text: [`from ${address}`] }, picture];
  const given = notebook(code(`DATA = '${address}'`, { outputs }));
  given.metadata.vitrine = { parameters: { DATA: 'Host=db;Password=hush', ALPHA: 0.5 } };
  const kept = notebookWithoutPasswords(given);
  expect(JSON.stringify(kept)).not.toContain('hush');
  expect(kept.cells[0].source).toBe("DATA = 'postgres://…@db/shop'");
  expect(kept.cells[0].outputs?.[1]).toEqual(picture);
  expect(kept.metadata.vitrine).toEqual({ parameters: { DATA: 'Host=db;Password=…', ALPHA: 0.5 } });
});

test('a notebook is written as Jupyter writes it, and read back the same', async () => {
  const png = {
    output_type: 'display_data',
    data: { 'image/png': 'aa\nbb', 'text/html': '<b>\n</b>' },
    metadata: {},
  };
  const written = notebook(code('let a = 1;\nlet é = "\u2028";'), code('', { id: 'x', outputs: [png] }));
  const file = path.join(folder, 'a.ipynb');
  await writeNotebook(file, written);
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^\{\n "cells": \[\n {2}\{\n {3}"cell_type": "code",\n {3}"execution_count": null,/);
  expect(text.endsWith('}\n')).toBe(true);
  expect(text).toContain('"let a = 1;\\n",');
  expect(JSON.parse(text).cells[1].outputs[0].data).toEqual({
    'image/png': 'aa\nbb',
    'text/html': ['<b>\n', '</b>'],
  });
  const read = await readNotebook(file);
  expect(read.cells[0]).toEqual(written.cells[0]);
  expect(formatNotebook(read)).toBe(text);
});

test('what is no notebook of version 4 is named', async () => {
  expect(() => parseNotebook('{"nbformat":', 'a.ipynb')).toThrow(/^a\.ipynb is no notebook: not JSON/);
  expect(() => parseNotebook('{"nbformat":3}', 'a.ipynb')).toThrow('no notebook of version 4 (nbformat 3)');
  expect(() => parseNotebook('[]', 'a.ipynb')).toThrow('(no nbformat field)');
  expect(() => parseNotebook('null', 'a.ipynb')).toThrow('(no nbformat field)');
  const cells =
    '{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"code","metadata":{},"source":1}]}';
  expect(() => parseNotebook(cells, 'a.ipynb')).toThrow('a.ipynb is a damaged notebook: cells.0.source');
  await expect(readNotebook(path.join(folder, 'none.ipynb'))).rejects.toThrow('there is no such file');
});

test('traces of a run are found by cell, and stripped', async () => {
  const run = notebook(
    code('1', {
      outputs: [{ output_type: 'stream', name: 'stdout', text: '1' }],
      execution_count: 3,
      id: 'a',
    }),
    code('2', { metadata: { tags: ['injected-parameters'] }, id: 'a' }),
    code('3', { metadata: { vitrine: {}, keep: 1 }, id: undefined }),
  );
  run.metadata.vitrine = {};
  expect(findUncommittable(run)).toEqual([
    'metadata of a run: vitrine',
    'cell 1: 1 output',
    'cell 1: execution count 3',
    'cell 2: parameters injected by a run',
    'cell 2: the id a is taken by an earlier cell',
    'cell 3: metadata of a run: vitrine',
    'cell 3: no id',
  ]);
  const stripped = stripNotebook(run);
  expect(findUncommittable(stripped)).toEqual([]);
  expect(stripped.cells.map(({ source, metadata }) => [source, metadata])).toEqual([
    ['1', {}],
    ['3', { keep: 1 }],
  ]);
  expect(findUncommittable({ ...run, cells: [], metadata: {} })).toEqual(['its kernel is null, not "tslab"']);
});

test('parameters are read with their types', () => {
  const cell = withParameters(
    [
      '// Where the catalogue is',
      "let DATA = '../data/it''s.csv'; // a path".replace("it''s", "it\\'s"),
      'let ALPHA: number = .7',
      '',
      'let LIMIT: number | null = null;',
      "let INDEX: 'auto' | \"hnsw\" = 'auto';  // by size",
      'let FAST = true;',
      'let N = -1_000e-3;',
      '/* several',
      'lines */',
    ].join('\n'),
  );
  expect(readParameters(cell, 'a.ipynb')).toEqual([
    { name: 'DATA', default: "../data/it's.csv", types: ['string'], comment: 'a path' },
    { name: 'ALPHA', default: 0.7, types: ['number'], comment: '' },
    { name: 'LIMIT', default: null, types: ['number', 'null'], comment: '' },
    { name: 'INDEX', default: 'auto', types: ["'auto'", '"hnsw"'], comment: 'by size' },
    { name: 'FAST', default: true, types: ['boolean'], comment: '' },
    { name: 'N', default: -1, types: ['number'], comment: '' },
  ]);
});

test.each(['const A = 1;', 'let A = f();', 'let A = [1];', 'let A = 1; let B = 2;', 'A = 1;', 'let A;'])(
  'a line of the parameters cell that is something else is named: %s',
  (line) => {
    expect(() => readParameters(withParameters(line), 'a.ipynb')).toThrow(
      'is not of the form "let NAME = value;"',
    );
  },
);

test('values of a file must be what the parameter is; texts become it', () => {
  const parameters = readParameters(
    withParameters("let A = 1;\nlet B: 'x' | 'y' = 'x';\nlet C: number | null = null;\nlet D = false;"),
    '',
  );
  const values = typeParameters(parameters, { A: 2.5, B: 'y', C: 3, D: true });
  expect(values).toEqual({ A: 2.5, B: 'y', C: 3, D: true });
  expect(typeParameters(parameters, { A: '2.5', C: null, D: 'true' })).toEqual({ A: 2.5, C: null, D: true });
  expect(() => typeParameters(parameters, { A: true })).toThrow('parameter A must be a number, not true');
  expect(() => typeParameters(parameters, { A: [1] })).toThrow('parameter A must be a number, not [1]');
  expect(() => typeParameters(parameters, { D: null })).toThrow('D must be true or false, not null');
});

test('any text survives being injected', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const source = withParameters("let A = '';");
      const values = typeParameters(readParameters(source, ''), { A: value });
      const injected = injectParameters(source, values).cells[1].source;
      expect(new Function(`let A; ${injected}; return A`)()).toBe(value);
    }),
  );
});

test('parameters of an earlier run are replaced', () => {
  const once = injectParameters(withParameters('let A = 1;'), { A: 2 });
  const twice = injectParameters(once, { A: 3 });
  expect(twice.cells.map((cell) => cell.source)).toEqual(['let A = 1;', '// Parameters\n{\n  A = 3;\n}']);
});

test('a file that is no JSON because of a byte order mark alone is read', async () => {
  const file = path.join(folder, 'bom.ipynb');
  await writeFile(file, `\uFEFF${formatNotebook(notebook())}`);
  expect((await readNotebook(file)).cells).toEqual([]);
});
