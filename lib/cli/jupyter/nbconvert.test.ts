import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { formatNotebook, parseNotebook } from '../../notebook/document/index.js';
import { registerKernel } from './kernelspec.js';

const hasNbconvert = spawnSync('jupyter', ['nbconvert', '--version']).status === 0;

test.skipIf(!hasNbconvert)(
  'nbconvert executes cells by the registered kernel, with their numbers, results and errors',
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-nbconvert-'));
    try {
      await registerKernel(path.join(folder, 'jupyter'));
      const sources = ['let a = 1;\nconsole.log(a);', 'throw new RangeError("far");', 'a + 1'];
      const cells = sources.map((source, i) => ({
        cell_type: 'code' as const,
        id: `c${i}`,
        metadata: {},
        source,
        outputs: [],
        execution_count: null,
      }));
      const metadata = {
        kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' },
      };
      const file = path.join(folder, 'n.ipynb');
      await writeFile(file, formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
      const options = ['--to', 'notebook', '--execute', '--allow-errors', '--output', 'out.ipynb'];
      execFileSync('jupyter', ['nbconvert', ...options, file], {
        env: { ...process.env, JUPYTER_PATH: path.join(folder, 'jupyter') },
        stdio: 'pipe',
      });
      const executed = parseNotebook(await readFile(path.join(folder, 'out.ipynb'), 'utf8'), 'out.ipynb');
      expect(executed.cells.map(({ execution_count, outputs }) => [execution_count, outputs])).toEqual([
        [1, [{ output_type: 'stream', name: 'stdout', text: ['1\n'] }]],
        [
          2,
          [
            {
              output_type: 'error',
              ename: 'RangeError',
              evalue: 'far',
              traceback: ['RangeError: far', '    at In[2]:1:7'],
            },
          ],
        ],
        [
          3,
          [
            {
              output_type: 'execute_result',
              execution_count: 3,
              metadata: {},
              data: { 'text/plain': ['2'] },
            },
          ],
        ],
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);
