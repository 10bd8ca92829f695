import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyRun } from '../../store/index.js';
import { type Cell, formatNotebook, type Notebook, parseNotebook } from '../document/index.js';
import { endKernel, startKernel } from './kernel.js';
import { type ExecutedCell, openNotebook, sessionNotebook } from './session.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-session-'));
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

const metadata = { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } };
const prose = (source: string): Cell => ({ cell_type: 'markdown', id: 'prose', metadata: {}, source });
const code = (id: string, source: string): Cell => ({ cell_type: 'code', id, metadata: {}, source });
const notebookOf = (...cells: Cell[]): Notebook => ({ nbformat: 4, nbformat_minor: 5, metadata, cells });

let count = 0;
/** A cell that was executed and printed something. */
function executed(source: string, printed: string, more: Partial<ExecutedCell> = {}): ExecutedCell {
  return {
    code: source,
    count: ++count,
    started: '2026-01-01T10:00:00.000Z',
    seconds: 1,
    status: 'completed',
    messages: [{ type: 'stream', content: { name: 'stdout', text: printed } }],
    ...more,
  };
}

const told = ({ cells }: Notebook) =>
  cells.map(({ source, outputs }) => [source, ...(outputs ?? []).map(({ text, evalue }) => text ?? evalue)]);

describe('the notebook of a session', () => {
  const saved = notebookOf(
    prose('# Title'),
    code('a', 'let ALPHA = 0.7;\nlet BETA = 0.3;\nlet GAMMA = 0;'),
    code('b', 'console.log(ALPHA)'),
    code('c', 'never()'),
  );

  test('has the prose of the file and of each cell its last execution, as it was edited', () => {
    const edited = 'let ALPHA = 0.5;\nlet BETA = 0.3;\nlet GAMMA = 0;';
    const made = sessionNotebook(
      [
        executed('let ALPHA = 0.7;\nlet BETA = 0.3;\nlet GAMMA = 0;', ''),
        executed('console.log(ALPHA)', '0.7'),
        executed(edited, ''),
        executed('console.log(ALPHA)', '0.5'),
      ],
      saved,
    );
    expect(told(made)).toEqual([['# Title'], [edited, ''], ['console.log(ALPHA)', '0.5'], ['never()']]);
    expect(made.metadata.vitrine).toMatchObject({ status: 'completed', duration: 4 });
  });

  test('knows a cell by the id that Jupyter gives it, however much was changed', () => {
    const made = sessionNotebook([executed('something(else)', 'new', { id: 'b' })], saved);
    expect(told(made)[2]).toEqual(['something(else)', 'new']);
  });

  test('has cells that the file lacks after the one that was executed before them, and what failed', () => {
    const content = { ename: 'RangeError', evalue: 'too far', traceback: ['RangeError: too far'] };
    const messages = [{ type: 'error', content }];
    const made = sessionNotebook(
      [executed('console.log(ALPHA)', '0.7'), executed('look()', '', { status: 'failed', messages })],
      saved,
    );
    expect(told(made).slice(2, 4)).toEqual([
      ['console.log(ALPHA)', '0.7'],
      ['look()', 'too far'],
    ]);
    expect(told(sessionNotebook([executed('1', 'one')], null))).toEqual([['1', 'one']]);
  });

  test('is found by its name, else by what it holds', async () => {
    const one = notebookOf(code('a', 'one()'));
    for (const [name, notebook] of Object.entries({ a: one, b: saved, c: saved })) {
      await writeFile(path.join(folder, `${name}.ipynb`), formatNotebook(notebook));
    }
    await writeFile(path.join(folder, 'broken.ipynb'), '{');
    await utimes(path.join(folder, 'c.ipynb'), 1, 1);
    const ids = async (source: string, name?: string) =>
      (await openNotebook([executed(source, '')], folder, name))?.cells.map(({ id }) => id);
    expect(await ids('one()')).toEqual(['a']);
    expect(await ids('never()')).toEqual(['prose', 'a', 'b', 'c']);
    expect(await ids('never()', 'a.ipynb')).toEqual(['a']);
    expect(await ids('elsewhere()')).toBeUndefined();
  });
});

const built = path.resolve(import.meta.dirname, '../../dist/store/index.js');
test.skipIf(!existsSync(built))(
  'a kernel that Jupyter started publishes each run that a cell finishes, with notebook and report (needs npm run build)',
  { timeout: 60_000 },
  async () => {
    const save = `await store.writeJson(run.path('a.json'), ALPHA);\nconsole.log('saving');\nconst saved = await run.finish();\nconsole.log('headline', ALPHA, saved.handedOver);`;
    const cells = [
      prose('# A session'),
      code('p', 'let ALPHA = 0.7;'),
      code(
        'i',
        `const store = require(${JSON.stringify(built)});\nconst run = await store.createRun('job');`,
      ),
      code('s', save),
    ];
    await writeFile(path.join(folder, 'n.ipynb'), formatNotebook(notebookOf(...cells)));
    const kernel = await startKernel(folder, () => ({ VITRINE_ROOT: folder }));
    const printed: string[] = [];
    const execute = (source: string) =>
      kernel.client.execute(source, ({ content }) => void printed.push(String(content.text ?? '')));
    try {
      for (const { source } of cells.slice(1)) expect((await execute(source)).status).toBe('ok');
      await execute('let ALPHA = 0.5;');
      expect((await execute(save)).status).toBe('ok');
      const runs = path.join(folder, 'outputs', 'job');
      const ids = (await readdir(runs)).filter((name) => name !== 'latest.json');
      expect(ids).toHaveLength(2);
      const held = await Promise.all(
        ids.map(async (id) => {
          await verifyRun(path.join(runs, id));
          const read = (name: string) => readFile(path.join(runs, id, name), 'utf8');
          expect(await read('report.html')).toContain('A session');
          const { cells } = parseNotebook(await read('notebook.ipynb'), id);
          return [await read('a.json'), [cells[3].outputs?.at(-1)?.text].flat().at(-1)];
        }),
      );
      expect(held.sort()).toEqual([
        ['0.5\n', 'headline 0.5 true\n'],
        ['0.7\n', 'headline 0.7 true\n'],
      ]);
      expect(printed.join('')).toContain(`Report  ${path.join('outputs', 'job', ids[0], 'report.html')}`);
    } finally {
      await endKernel(kernel, 0);
    }
  },
);
