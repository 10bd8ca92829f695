import { spawnSync } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const lib = path.resolve(import.meta.dirname, '..');
const program = path.join(lib, 'bin', 'vitrine.js');
const built = existsSync(path.join(lib, 'dist', 'cli', 'index.js'));

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-faults-'));
});
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));

function run(script: string, args: readonly string[], stdout: 'pipe' | number = 'pipe') {
  const { VITRINE_ROOT: _, ...env } = process.env;
  const {
    status,
    stdout: printed,
    stderr,
  } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'pipe'],
  });
  return { status, stdout: printed, stderr };
}

describe('what is not ready', () => {
  const importing = "import 'a-package-of-nobody';";
  test.each([
    ['checkout', 'dist', null, 'it is not built; run: npm run build (or npm ci, which installs and builds)'],
    ['checkout', 'packages', importing, 'its packages are not all installed; run: npm ci'],
    ['package', 'dist', null, 'it is not whole; remove node_modules, then run: npm install'],
    ['package', 'packages', importing, 'its packages are not all installed; run: npm install'],
  ])('a %s without its %s says in a line what to run', async (kind, lacks, built, message) => {
    const folder = path.join(root, `${kind}-${lacks}`);
    await mkdir(path.join(folder, 'dist', 'cli'), { recursive: true });
    await mkdir(path.join(folder, 'bin'));
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
    if (built) await writeFile(path.join(folder, 'dist', 'cli', 'index.js'), built);
    const script = path.join(folder, 'bin', 'vitrine.js');
    await cp(program, script);
    if (kind === 'checkout')
      await cp(path.join(lib, 'bin', 'build.js'), path.join(folder, 'bin', 'build.js'));
    expect(run(script, ['doctor'])).toEqual({ status: 1, stdout: '', stderr: `vitrine: ${message}\n` });
  });
});

describe.skipIf(!built)(`the command line${built ? '' : ' (skipped: npm run build first)'}`, () => {
  test.skipIf(!existsSync('/dev/full'))('a disk that is full where the output goes is one line', () => {
    expect(run(program, ['jobs', 'list'], openSync('/dev/full', 'w'))).toMatchObject({
      status: 1,
      stderr: 'vitrine: what was found cannot be written: the disk is full (ENOSPC)\n',
    });
  });

  test('control characters of a file are shown, not obeyed', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i % 7}`).join('\n');
    await writeFile(path.join(root, 'odd.csv'), `a\u001b[2J\u009b31m\n${rows}\n`);
    const { stdout, status } = run(program, ['drift', 'odd.csv', 'odd.csv']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('a\\u001b[2J\\u009b31m  stable')]);
    expect(run(program, ['drift', 'odd.csv', 'odd.csv', '--ignore', 'b\u0007']).stderr).toBe(
      'vitrine: odd.csv has no column "b\\u0007"; it has a\\u001b[2J\\u009b31m\n',
    );
  });

  test.each(['', ','])('--filter %j is refused before anything is read', (filter) => {
    for (const args of [
      ['search', 'chair'],
      ['recommend', 'p1'],
      ['pinecone', 'query', 'p1'],
    ]) {
      const { status, stderr } = run(program, [...args, '--filter', filter]);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^vitrine: filter ".?" has no condition; give one, .*\n$/);
    }
  });

  test('a folder where a file is wanted is told in words', async () => {
    await mkdir(path.join(root, 'a.ipynb'));
    expect(run(program, ['run', 'a.ipynb']).stderr).toBe(
      'vitrine: cannot read the notebook a.ipynb: it is a folder, not a file (EISDIR)\n',
    );
  });
});
