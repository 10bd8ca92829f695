import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ModelRegistry } from './index.js';

const program = path.resolve(import.meta.dirname, '../bin/vitrine.js');
const built = existsSync(path.resolve(import.meta.dirname, '../dist/cli/registry.js'));
let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-monitor-'));
});
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));

function vitrine(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe.skipIf(!built)(`the command line${built ? '' : ' (skipped: npm run build first)'}`, () => {
  test('drift ends with 0, 3 or 1, and writes the report', async () => {
    const rows = (shift: number) =>
      Array.from({ length: 60 }, (_, i) => `${Math.floor(((i * 37) % 60) / 2) + shift},${i % 2 ? 'a' : 'b'}`);
    for (const [name, shift] of [
      ['a', 0],
      ['b', 30],
    ] as const) {
      await writeFile(path.join(root, `${name}.csv`), `x,kind\n${rows(shift).join('\n')}\n`);
    }
    expect(vitrine('drift', 'a.csv', 'a.csv')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/no drift\n$/),
    });
    const found = vitrine('drift', 'a.csv', 'b.csv', '--out', 'out.html');
    expect(found).toMatchObject({ status: 3, stdout: expect.stringMatching(/^x +drift/m), stderr: '' });
    expect((await stat(path.join(root, 'out.html'))).size).toBeGreaterThan(10_000);
    const wrong = vitrine('drift', 'a.csv', 'b.csv', '--ignore', 'y');
    expect(wrong).toMatchObject({ status: 1, stderr: 'vitrine: a.csv has no column "y"; it has x, kind\n' });
    await writeFile(path.join(root, 'other.csv'), `y,z\n${rows(0).join('\n')}\n`);
    expect(vitrine('drift', 'a.csv', 'other.csv')).toMatchObject({
      status: 1,
      stderr: 'vitrine: the tables share no column: x, kind against y, z; give two tables of one kind\n',
    });
    await writeFile(path.join(root, 'odd.csv'), `__proto__,constructor\n${rows(0).join('\n')}\n`);
    expect(vitrine('drift', 'odd.csv', 'odd.csv', '--json', 'odd.json', '--out', 'odd.html').status).toBe(0);
    const odd = JSON.parse(await readFile(path.join(root, 'odd.json'), 'utf8'));
    expect(odd.columns.map(({ column, role }: Record<string, string>) => [column, role])).toEqual([
      ['__proto__', 'feature'],
      ['constructor', 'feature'],
    ]);
  });

  test('retraining needs its data named, and does nothing else', () => {
    for (const [args, message] of [
      [[], /^vitrine: what to learn from is not named; give --data FILE for posts of your own, or --sample /],
      [['--data', 'posts.csv', '--sample'], /^vitrine: --data and --sample exclude each other/],
    ] as const) {
      const { status, stdout, stderr } = vitrine('retrain', 'creative', ...args);
      expect(stderr).toMatch(message);
      expect([status, stdout, existsSync(path.join(root, 'outputs'))]).toEqual([1, '', false]);
    }
  });

  test('registry lists, promotes and rolls back', async () => {
    const folder = path.join(root, 'registry');
    const registry = new ModelRegistry(folder);
    const ids: string[] = [];
    for (const content of ['one', 'two']) {
      await mkdir(path.join(root, content));
      await writeFile(path.join(root, content, 'model.json'), content);
      const by = { who: 'test', why: 'test', dataHash: 'd', metrics: { r2: 0.71234 } };
      ids.push((await registry.register(path.join(root, content), by)).id);
    }
    await registry.promote(ids[0], { who: 'test', why: 'first' });
    const at = ['--folder', folder];
    expect(vitrine('registry', 'promote', 'm', ids[1], '--why', 'by hand', ...at).stdout).toBe(
      `champion: ${ids[1]}\n`,
    );
    expect(vitrine('registry', 'list', 'm', ...at).stdout).toMatch(
      new RegExp(`${ids[1]} +champion .*r2 0.7123\n${ids[0]} `),
    );
    expect(vitrine('registry', 'rollback', 'm', '--why', 'worse', ...at).stdout).toBe(
      `champion: ${ids[0]}\n`,
    );
    expect(vitrine('registry', 'list', 'm', '--log', ...at).stdout).toMatch(/rollback .*worse/);
    expect(vitrine('registry', 'promote', 'm', 'abcd', '--why', 'x', ...at)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^vitrine: "abcd" is no version/),
    });
    expect(vitrine('registry', 'rollback', 'm', ...at)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("required option '--why <text>' not specified"),
    });
    expect(vitrine('registry', 'rollback', '--help').stdout).toMatch(
      /rollback <model> --why <text> \[options\][\s\S]*--why <text> +required: /,
    );
  });
});
