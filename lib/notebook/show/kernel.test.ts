import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openKernel } from '../../testing/open-kernel.js';
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

describe.skipIf(!existsSync(built))('in a notebook that Jupyter opened (needs npm run build)', () => {
  let kernel: Awaited<ReturnType<typeof openKernel>>;
  beforeAll(async () => {
    kernel = await openKernel();
    await kernel.execute(`const { progress } = require(${JSON.stringify(built)});`);
  });
  afterAll(() => kernel.close());

  test('progress moves in place, and ends as its result', async () => {
    const { published } = await kernel.execute(
      'const step = progress("Counting", 4);\nawait new Promise((next) => setTimeout(next, 250));\nstep(2);\nstep(3);\nstep.done();',
    );
    const shown = published.slice(1).map(({ type, content }) => {
      const { data, transient } = content as {
        data: Record<string, string>;
        transient: { display_id: string };
      };
      return { type, text: data['text/plain'], id: transient.display_id };
    });
    expect(shown.map(({ type, text }) => [type, text])).toEqual([
      ['display_data', 'Counting ░░░░░░░░░░░░░░░░░░░░ 0 of 4'],
      ['update_display_data', 'Counting ██████████░░░░░░░░░░ 2 of 4, 0 s left'],
      ['update_display_data', expect.stringMatching(/^Counting: 3 in \d\.\d s \(/)],
    ]);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(1);
  });

  test('an interrupt ends a step that reports its progress, also where nobody awaits it', async () => {
    const running = kernel.execute(
      'const count = progress("Counting", 1e9);\nconst counting = (async () => { for (let i = 0; ; i++) { count(i); await new Promise((next) => setTimeout(next, 1)); } })();\ncounting.catch((error) => console.log("ended by " + error.name));\nconsole.log("on");\nawait new Promise(() => {});',
    );
    await kernel.printed('on');
    await kernel.interrupt();
    await running;
    await kernel.printed('ended by KeyboardInterrupt');
  });
});
