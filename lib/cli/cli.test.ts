import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatNotebook } from '../notebook/document/index.js';

const checkout = path.resolve(import.meta.dirname, '../..');
const program = path.join(checkout, 'lib', 'bin', 'vitrine.js');

/** A project with the packages of this one and notebooks of its own. */
let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-cli-'));
  await mkdir(path.join(root, 'notebooks'));
  await writeFile(path.join(root, 'package.json'), '{}');
  await symlink(path.join(checkout, 'node_modules'), path.join(root, 'node_modules'), 'junction');
});
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));

async function write(name: string, ...sources: string[]): Promise<string> {
  const cells = sources.map((source, i) => ({
    cell_type: 'code' as const,
    id: `c${i}`,
    metadata: source.startsWith('let ') ? { tags: ['parameters'] } : {},
    source,
    outputs: [],
    execution_count: null,
  }));
  const metadata = { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } };
  const file = path.join(root, 'notebooks', `${name}.ipynb`);
  await writeFile(file, formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
  return file;
}

function start(args: string[], env: Record<string, string> = {}): ChildProcess {
  const { VITRINE_ROOT: _, ...inherited } = process.env;
  return spawn(process.execPath, [program, ...args], { cwd: root, env: { ...inherited, ...env } });
}

async function vitrine(args: string[], env?: Record<string, string>) {
  const child = start(args, env);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, stdout, stderr };
}

describe.concurrent('vitrine', { timeout: 60_000 }, () => {
  test('run publishes the run that a notebook hands over, with the executed notebook and the report', async () => {
    const file = await write(
      'job',
      'let GREETING = "hello";',
      "import { createRun, writeFileAtomic } from 'vitrine/store';\nconst run = await createRun('job');",
      "await writeFileAtomic(run.path('a.txt'), GREETING);\nconst finished = await run.finish();\nconsole.log('the metrics', GREETING + '\\u001b[2J');",
    );
    await writeFile(path.join(root, 'params.yaml'), '# as yesterday\nGREETING: good day\n');
    const { code, stdout, stderr } = await vitrine(['run', file, '-f', 'params.yaml']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\[1\/4\] .*\n\[2\/4\] .*\n\[3\/4\] .*\n\[4\/4\] .*\n\nthe metrics good day\\u001b\[2J\n\njob\.ipynb finished in/,
    );
    const { run } = JSON.parse(await readFile(path.join(root, 'outputs', 'job', 'latest.json'), 'utf8'));
    const folder = path.join('outputs', 'job', run);
    for (const shown of [
      `Run       ${folder}\n`,
      path.join(folder, 'report.html'),
      path.join(folder, 'notebook.ipynb'),
    ]) {
      expect(stdout).toContain(shown);
    }
    expect((await readdir(path.join(root, folder))).sort()).toEqual([
      'a.txt',
      'manifest.json',
      'notebook.ipynb',
      'report.html',
    ]);
    expect(await readFile(path.join(root, folder, 'a.txt'), 'utf8')).toBe('good day');
    const names = await readdir(path.join(root, 'outputs', 'notebooks'));
    expect(names.filter((name) => name.startsWith('job-'))).toEqual([]);
  });

  test('run shows a failing cell: its source, the error, the partial notebook, the unpublished run', async () => {
    const file = await write(
      'failing',
      "import { createRun } from 'vitrine/store';\nconst run = await createRun('failing');\nawait run.finish();",
      "throw new Error('no such shelf');",
    );
    const out = path.join(root, 'kept');
    const { code, stderr } = await vitrine(['run', file, '--out', out]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `cell 2 of ${file} failed\n\n    throw new Error('no such shelf');\n\nError: no such shelf\n`,
    );
    expect(stderr).toMatch(/Unpublished run: {2}outputs.failing.\.staging-/);
    expect(stderr).toContain(`Partial notebook: ${path.join('kept', 'notebook.ipynb')}`);
    expect(existsSync(path.join(out, 'notebook.ipynb'))).toBe(true);
    expect(existsSync(path.join(root, 'outputs', 'failing', 'latest.json'))).toBe(false);
  });

  test('run refuses a run folder outside outputs/', async () => {
    const file = await write(
      'stray',
      `import { writeJson } from 'vitrine/store';\nawait writeJson(process.env.VITRINE_HANDOVER ?? '', { staging: ${JSON.stringify(root)} });`,
    );
    const { code, stderr } = await vitrine(['run', file]);
    expect(code).toBe(1);
    expect(stderr).toContain(`the run handed over ${root}, which is no staging folder below`);
  });

  test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'run leaves no process behind after %s, though a cell loops',
    async (signal) => {
      const file = await write(
        signal,
        `import { spawn } from 'node:child_process';\nconst child = spawn('sleep', ['60']);\nconsole.log('pids', process.pid, child.pid);`,
        `console.log('looping');\nfor (;;) {}`,
      );
      const child = start(['run', file, '--verbose']);
      let printed = '';
      let stderr = '';
      child.stderr?.on('data', (chunk) => {
        stderr += chunk;
      });
      await new Promise<void>((done) => {
        child.stdout?.on('data', (chunk) => {
          printed += chunk;
          if (printed.includes('looping\n')) done();
        });
      });
      const pids = /pids (\d+) (\d+)/.exec(printed)?.slice(1).map(Number) ?? [];
      expect(pids.map(isRunning)).toEqual([true, true]);
      child.kill(signal);
      const code = await new Promise((done) => child.once('close', done));
      for (let i = 0; i < 30 && pids.some(isRunning); i++) await sleep(100);
      expect(pids.map(isRunning)).toEqual([false, false]);
      if (signal === 'SIGKILL') return;
      expect(code).toBe(1);
      expect(stderr).toContain(`cell 2 of ${file} was interrupted`);
      expect(stderr).toContain(`interrupted by ${signal}`);
      const [, partial] = /Partial notebook: (.*)/.exec(stderr) ?? [];
      const saved = JSON.parse(await readFile(path.join(root, partial), 'utf8'));
      expect(saved.metadata.vitrine.status).toBe('interrupted');
    },
  );

  test('run and its options answer mistakes in one line', async () => {
    const lines = async (...args: string[]) => {
      const { code, stderr } = await vitrine(args);
      expect(code).toBe(1);
      return stderr;
    };
    expect(await lines('run', 'none.ipynb')).toBe(
      'vitrine: cannot read the notebook none.ipynb: there is no such file\n',
    );
    expect(await lines('run', 'x.ipynb', '-p', 'ALPHA')).toContain('Write it as NAME=VALUE.');
    expect(await lines('run', 'x.ipynb', '--timeout', '0')).toContain('seconds above 0');
    expect(await lines('rum')).toContain('Did you mean run?');
  });

  test('kernel install registers the kernel, again and again, and uninstall takes it back', async () => {
    const prefix = path.join(root, 'prefix');
    const folder = path.join(prefix, 'share', 'jupyter', 'kernels', 'tslab');
    for (let i = 0; i < 2; i++) {
      const { code, stdout } = await vitrine(['kernel', 'install', '--prefix', prefix]);
      expect([code, stdout]).toEqual([0, `The kernel "TypeScript" (tslab) is registered in ${folder}\n`]);
    }
    const { argv } = JSON.parse(await readFile(path.join(folder, 'kernel.json'), 'utf8'));
    expect(argv).toEqual([
      process.execPath,
      path.join(checkout, 'lib', 'bin', 'kernel.cjs'),
      '{connection_file}',
    ]);
    expect((await vitrine(['kernel', 'uninstall', '--prefix', prefix])).stdout).toBe(`Removed ${folder}\n`);
    expect(existsSync(folder)).toBe(false);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'kernel.json'), '{"argv": ["tslab"]}');
    const refused = await vitrine(['kernel', 'install', '--prefix', prefix]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('add --replace')]);
  });

  test('lab says how to get Jupyter where it is missing', async () => {
    const { code, stderr } = await vitrine(['lab'], { PATH: root });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^vitrine: Jupyter is not installed\. Get it with: .+\n$/);
    expect(existsSync(path.join(root, '.jupyter', 'kernels', 'tslab', 'kernel.json'))).toBe(true);
  });

  test.skipIf(process.platform === 'win32')(
    'lab hands Jupyter the kernel, the folder and the arguments',
    async () => {
      const bin = path.join(root, 'bin');
      await mkdir(bin);
      const script = '#!/bin/sh\necho "$JUPYTER_PATH|$*"\n';
      await writeFile(path.join(bin, 'jupyter-lab'), script, { mode: 0o755 });
      const { code, stdout } = await vitrine(['lab', '--', '--no-browser'], {
        PATH: bin,
        JUPYTER_PATH: '/other',
      });
      expect(code).toBe(0);
      expect(stdout).toBe(
        `${path.join(root, '.jupyter')}:/other|--no-browser ${path.join(root, 'notebooks')}\n`,
      );
    },
  );

  test('notebook check lists what is to be stripped, and strip mends it', async () => {
    const file = path.join(root, 'outputs.ipynb');
    const cell = {
      cell_type: 'code' as const,
      id: 'a',
      metadata: {},
      source: '1',
      outputs: [{ output_type: 'stream', name: 'stdout', text: '1' }],
      execution_count: 1,
    };
    await writeFile(file, formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] }));
    const { code, stderr } = await vitrine(['notebook', 'check', file]);
    expect(code).toBe(1);
    expect(stderr).toContain('outputs.ipynb: cell 1: 1 output\n');
    expect((await vitrine(['notebook', 'strip', file])).code).toBe(0);
    expect(await vitrine(['notebook', 'check', file])).toMatchObject({
      code: 0,
      stdout: '1 notebook without outputs\n',
    });
  });
});

const nbconvert = spawnSync('jupyter', ['nbconvert', '--version']).status === 0;
test.skipIf(!nbconvert)(
  'notebooks run under jupyter nbconvert (skipped where that is not installed)',
  async () => {
    const file = await write(
      'converted',
      "import { createRandom } from 'vitrine/vectors';\nfor (let i = 0; i < 600; i++) console.log(typeof createRandom, i);",
    );
    await vitrine(['lab'], { PATH: root });
    execFileSync(
      'jupyter',
      ['nbconvert', '--execute', '--to', 'notebook', '--output', 'converted-out', file],
      {
        env: { ...process.env, JUPYTER_PATH: path.join(root, '.jupyter') },
        stdio: 'pipe',
      },
    );
    const { cells } = JSON.parse(await readFile(path.join(root, 'notebooks', 'converted-out.ipynb'), 'utf8'));
    const lines = cells[0].outputs.flatMap((output: { text: string[] }) => output.text);
    expect(lines).toHaveLength(600);
    expect(lines.at(-1)).toBe('function 599\n');
  },
);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\S+ Z|^Z/.test(execFileSync('ps', ['-o', 'stat=', '-p', String(pid)]).toString());
  } catch {
    return false;
  }
}
