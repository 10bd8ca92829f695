import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Cell, formatNotebook } from '../document/index.js';
import { runNotebook } from '../run/index.js';

const built = path.resolve(import.meta.dirname, '../../dist/notebook/index.js');

test.skipIf(!existsSync(built))(
  'in a tslab kernel, what cells show becomes their outputs (needs npm run build)',
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-show-'));
    try {
      const sources = [
        `const show = require(${JSON.stringify(built)});\nconst plot = require(${JSON.stringify(built.replace('notebook', 'plot'))});`,
        `show.showTable([{ a: 1 }]);\nshow.showNote('*note*');`,
        `const bars = plot.barChart({ categories: ['a'], series: [{ name: 'n', values: [1] }] });\nawait show.showPlot(bars, { name: 'one' });`,
        `await show.showPlot(bars, { name: 'two' });\nconst step = show.progress('Counting', 2);\nstep(1);\nstep.done();`,
      ];
      const cells = sources.map(
        (source, i): Cell => ({
          cell_type: 'code',
          id: `c${i}`,
          metadata: {},
          source,
          outputs: [],
          execution_count: null,
        }),
      );
      const metadata = { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } };
      const file = path.join(folder, 'show.ipynb');
      await writeFile(file, formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
      const { status, failure, notebook } = await runNotebook(file, { outDir: path.join(folder, 'out') });
      expect([status, failure]).toEqual(['completed', undefined]);
      const outputs = notebook.cells.map((cell) =>
        (cell.outputs ?? []).map((output) => {
          const html =
            (output.data as Record<string, string | string[]> | undefined)?.['text/html'] ?? output.text;
          return [html].flat().join('');
        }),
      );
      expect(outputs[1].map((html) => /vitrine-(table|note)/.exec(html)?.[0])).toEqual([
        'vitrine-table',
        'vitrine-note',
      ]);
      expect(
        outputs.slice(2).map(([html]) => [html.includes('<figure'), html.includes('DecompressionStream')]),
      ).toEqual([
        [true, true],
        [true, false],
      ]);
      expect(outputs[3].slice(1).join('')).toMatch(/^Counting: 0 of 2\nCounting: 1 in 0\.0 s/);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);
