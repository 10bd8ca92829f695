import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cell, formatNotebook, readNotebook } from '../document/index.js';
import { type RunOptions, runNotebook } from './run-notebook.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-run-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

let count = 0;
/** Runs cells given by their sources; a source may come with tags. */
async function run(sources: (string | [string, string])[], options: Partial<RunOptions> = {}) {
  const cells = sources.map((source, i): Cell => {
    const [text, tag] = typeof source === 'string' ? [source] : source;
    return {
      cell_type: 'code',
      id: `c${i}`,
      metadata: tag ? { tags: [tag] } : {},
      source: text,
      outputs: [],
      execution_count: null,
    };
  });
  const metadata = { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } };
  const number = count++;
  const file = path.join(folder, `n${number}.ipynb`);
  await writeFile(file, formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
  const result = await runNotebook(file, { outDir: path.join(folder, `out${number}`), ...options });
  return { ...result, saved: await readNotebook(result.path) };
}

const text = (cell: Cell) =>
  (cell.outputs ?? []).map((output) => [
    output.output_type,
    output.name,
    [output.text ?? (output.data as Record<string, string>)?.['text/plain']].flat().join(''),
  ]);

describe.concurrent('a notebook is run', { timeout: 60_000 }, () => {
  test('in order: parameters, streams, rich outputs and their updates, in the notebook’s folder', async () => {
    const events: string[] = [];
    const printed: string[] = [];
    const { status, saved } = await run(
      [
        [
          "let ALPHA = 0.7;\nlet NAME: string | null = null;\nlet DEVICE: 'auto' | 'cpu' = 'auto'; // where",
          'parameters',
        ],
        'console.log(ALPHA, NAME, DEVICE); console.error("warned"); console.log("after")',
        "import { display, newDisplay } from 'tslab';\nconst shown = newDisplay(); shown.html('<b>1</b>');",
        "shown.html('<b>2</b>'); display.text('end');",
        'const { readdirSync } = await import("node:fs");\nconsole.log(process.cwd() === __dir, readdirSync(".").length > 0)'.replace(
          '__dir',
          JSON.stringify(folder),
        ),
        'for (let i = 0; i < 20000; i++) console.log("line " + i);',
        '',
      ],
      {
        parameters: { ALPHA: '1e-1', NAME: 'a "b"', DEVICE: 'cpu' },
        onCell: (event) => events.push(`${event.position}/${event.total} ${event.status ?? 'begins'}`),
        onOutput: (line, stream) => printed.push(`${stream} ${line.slice(0, 20)}`),
      },
    );
    expect(saved.cells[1].source).toBe(
      '// Parameters\n{\n  ALPHA = 0.1;\n  NAME = "a \\"b\\"";\n  DEVICE = "cpu";\n}',
    );
    expect(saved.cells[1].metadata.tags).toEqual(['injected-parameters']);
    expect(text(saved.cells[2])).toEqual([
      ['stream', 'stdout', '0.1 a "b" cpu\n'],
      ['stream', 'stderr', 'warned\n'],
      ['stream', 'stdout', 'after\n'],
    ]);
    expect(saved.cells[3].outputs).toMatchObject([
      { output_type: 'display_data', data: { 'text/html': ['<b>2</b>'] } },
    ]);
    expect(saved.cells[4].outputs).toMatchObject([{ data: { 'text/plain': ['end'] } }]);
    expect(text(saved.cells[5])).toEqual([['stream', 'stdout', 'true true\n']]);
    expect(saved.cells[6].outputs?.[0].text).toHaveLength(20000);
    expect(status).toBe('completed');
    expect(saved.metadata.vitrine).toMatchObject({
      status: 'completed',
      parameters: { ALPHA: 0.1, DEVICE: 'cpu', NAME: 'a "b"' },
    });
    expect(saved.cells[2].metadata.vitrine).toMatchObject({ status: 'completed' });
    expect(saved.cells[2].execution_count).toBe(3);
    expect(events.slice(0, 3)).toEqual(['1/7 begins', '1/7 completed', '2/7 begins']);
    expect(printed.slice(0, 2)).toEqual(['stdout 0.1 a "b" cpu\n', 'stderr warned\n']);
  });

  test('with what tslab gets wrong on its own: names of earlier cells as shorthand properties, await before a bracket', async () => {
    const { failure, saved } = await run([
      'let a = 1;\nconst f = async () => ({ g: async () => 2 });\nasync function* counted() { yield 3; yield 4; }',
      'const copy = { a, b: { a /* the same */ } };\nconsole.log(JSON.stringify(copy));\n({ a } = { a: 5 }); console.log(a);',
      'const two = await (await f()).g(); // 2\nconsole.log(two)',
      'for await (const n of counted()) console.log(n)',
      'const later = async () => await (await f()).g();\nawait [later()][0]',
    ]);
    expect(failure).toBeUndefined();
    expect(saved.cells.slice(1).map((cell) => text(cell).map(([, , printed]) => printed))).toEqual([
      ['{"a":1,"b":{"a":1}}\n5\n'],
      ['2\n'],
      ['3\n4\n'],
      ['2'],
    ]);
  });

  test('until a cell throws: what it threw, and where, after the warnings', async () => {
    const { status, failure, saved } = await run([
      'console.log("kept")',
      'console.error("only a warning"); throw new RangeError("alpha must be at most 1");',
      'console.log("never")',
    ]);
    expect(status).toBe('failed');
    expect(failure).toMatchObject({ cell: 2, source: expect.stringContaining('throw new RangeError') });
    expect(failure?.error).toBe('RangeError: alpha must be at most 1\n    at In[2]:1:40');
    expect(text(saved.cells[0])).toEqual([['stream', 'stdout', 'kept\n']]);
    expect(saved.cells[1].outputs).toMatchObject([
      { output_type: 'stream', name: 'stderr', text: ['only a warning\n'] },
      { output_type: 'error', ename: 'RangeError', evalue: 'alpha must be at most 1' },
    ]);
    expect(saved.cells[2].outputs).toEqual([]);
    expect(saved.metadata.vitrine).toMatchObject({ status: 'failed' });
  });

  test('until a cell does not compile, with every diagnostic', async () => {
    const { failure } = await run(['let n: number = "one";\nlet s: string = 2;']);
    expect(failure?.error).toBe(
      "In[1]:1:5 - Type 'string' is not assignable to type 'number'.\nIn[1]:2:5 - Type 'number' is not assignable to type 'string'.",
    );
  });

  test('until its kernel is killed', async () => {
    const { status, failure, saved } = await run([
      'console.log("before")',
      'console.log("dying"); setTimeout(() => process.kill(process.pid, "SIGKILL"), 200); await new Promise(() => {});',
    ]);
    expect(status).toBe('died');
    expect(failure?.error).toContain('the kernel died: killed by SIGKILL');
    expect(text(saved.cells[1])[0]).toEqual(['stream', 'stdout', 'dying\n']);
    expect(saved.metadata.vitrine).toMatchObject({ status: 'died' });
  });

  test('until its time is up, and the processes that it started end with it', async () => {
    const child = 'setInterval(() => {}, 1000)';
    const { status, failure, saved } = await run(
      [
        `import { spawn } from 'node:child_process';\nconst child = spawn(process.execPath, ['-e', ${JSON.stringify(child)}]);\nconsole.log(process.pid, child.pid)`,
        'for (;;) {}',
      ],
      { timeoutSeconds: 2 },
    );
    expect(status).toBe('timeout');
    expect(failure?.error).toBe('the cell ran longer than 2 s; give it more time with --timeout');
    const pids = String(text(saved.cells[0])[0][2]).trim().split(' ').map(Number);
    expect(pids).toHaveLength(2);
    for (const pid of pids) expect(isRunning(pid)).toBe(false);
  });

  test('until it is interrupted', async () => {
    const abort = new AbortController();
    const { status, saved } = await run(['console.log("on");', 'await new Promise(() => {})'], {
      signal: abort.signal,
      onCell: ({ position, status }) => {
        if (position === 2 && !status) setTimeout(() => abort.abort(new Error('Ctrl-C')), 100);
      },
    });
    expect(status).toBe('interrupted');
    expect(saved.cells[1].outputs).toMatchObject([{ ename: 'Interrupted', evalue: 'Ctrl-C' }]);
  });
});

test('bad parameters are refused before a kernel is started', async () => {
  const cells: [string, string][] = [
    [
      "let ALPHA = 0.7;\nlet TOP_K: number = 10;\nlet FAST = false;\nlet INDEX: 'auto' | 'hnsw' = 'auto';",
      'parameters',
    ],
  ];
  const refused = (name: string, value: string) =>
    expect(run(cells, { parameters: { [name]: value } })).rejects;
  await refused('ALFA', '1').toThrow(
    'there is no parameter "ALFA", did you mean ALPHA?; known are ALPHA, TOP_K, FAST, INDEX',
  );
  await refused('ALPHA', 'much').toThrow('parameter ALPHA must be a number, not "much"');
  await refused('FAST', '1').toThrow('parameter FAST must be true or false, not "1"');
  await refused('INDEX', 'flat').toThrow(`parameter INDEX must be 'auto' or 'hnsw', not "flat"`);
  await expect(run(['let A = 1'], { parameters: { A: '1' } })).rejects.toThrow(
    'it has no cell tagged "parameters"',
  );
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(execFileSync('cat', [`/proc/${pid}/status`]).toString());
  } catch {
    return false;
  }
}
