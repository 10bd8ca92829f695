import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readNotebook } from '../document/index.js';
import { CellConverter } from './cell-converter.js';

const folder = path.resolve(import.meta.dirname, '../../../notebooks');
const notebooks = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
const built = existsSync(path.resolve(import.meta.dirname, '../../dist/notebook/index.d.ts'));

describe.skipIf(!built)('the cells of a notebook compile (needs npm run build)', () => {
  const before = process.cwd();
  // Cells are compiled where the process is.
  beforeAll(() => process.chdir(folder));
  afterAll(() => process.chdir(before));

  test.each(notebooks)('%s, and know the types of what earlier ones made', async (name) => {
    const { cells } = await readNotebook(path.join(folder, name));
    const converter = new CellConverter();
    try {
      let declarations = '';
      for (const { cell_type, source } of cells) {
        if (cell_type !== 'code') continue;
        const { diagnostics, declOutput = '' } = converter.convert(declarations, source);
        expect(diagnostics).toEqual([]);
        declarations = declOutput;
      }
      expect(declarations).not.toMatch(/: any\b/);
      const modules = new Set(declarations.match(/(?<=import\()"[^"]+"(?=\))/g));
      const imports = [...modules].map((module, i) => `import type * as module${i} from ${module};`);
      expect(converter.convert('', imports.join('\n')).diagnostics).toEqual([]);
      expect(modules.size).toBeGreaterThan(0);
    } finally {
      converter.close();
    }
  });
});
