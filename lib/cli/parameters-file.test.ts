import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatNotebook } from '../notebook/document/index.js';
import { readParametersFile } from './parameters-file.js';
import { listParameters } from './run/parameters.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-parameters-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

async function read(text: string) {
  const file = path.join(folder, 'params.yaml');
  await writeFile(file, text);
  return readParametersFile(file);
}

test('YAML and JSON, with their types', async () => {
  expect(await read('ALPHA: 0.5   # more of the photo\nDATA: my products.csv\nFAST: true\nNO: no\n')).toEqual(
    {
      ALPHA: 0.5,
      DATA: 'my products.csv',
      FAST: true,
      NO: 'no',
    },
  );
  expect(await read('{ "ALPHA": 0.5 }')).toEqual({ ALPHA: 0.5 });
  expect(await read('# ALPHA: 0.5\n')).toEqual({});
});

test('what is no file of parameters is named in a line', async () => {
  await expect(read('ALPHA: [0.5')).rejects.toThrow(/params\.yaml are no YAML: .* at line 1/);
  await expect(read('A: 1\nA: 2')).rejects.toThrow(/no YAML: Map keys must be unique at line 2/);
  await expect(read('- ALPHA')).rejects.toThrow('no parameters; write a line each: NAME: value');
  await expect(readParametersFile(path.join(folder, 'none.yaml'))).rejects.toThrow(
    /cannot read the parameters in .*none\.yaml: there is no such file/,
  );
});

test('run --parameters lists them with defaults, comments and choices', async () => {
  const file = path.join(folder, 'n.ipynb');
  const source = "let ALPHA = 0.7;  // weight of the text\nlet INDEX: 'auto' | 'exact' = 'auto'; // by size";
  const cells = [{ cell_type: 'code' as const, id: 'a', metadata: { tags: ['parameters'] }, source }];
  await writeFile(file, formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  await listParameters(file);
  expect(printed.mock.calls[0][0].split('\n').slice(-2)).toEqual([
    'ALPHA      0.7      weight of the text',
    'INDEX      "auto"   by size; one of auto, exact',
  ]);
});
