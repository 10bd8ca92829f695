import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawCreatives, generateAds } from '../samples/index.js';

const program = path.resolve(import.meta.dirname, '../bin/vitrine.js');
const built = existsSync(path.resolve(import.meta.dirname, '../dist/cli/jobs/train.js'));

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-train-'));
});
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));

/** Runs the command; at the first line that matches `until`, it gets Ctrl-C. */
async function vitrine(args: readonly string[], until?: RegExp) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    env: { ...process.env, VITRINE_ROOT: root, VITRINE_DEBUG: '' },
  });
  let stdout = '';
  let stderr = '';
  let isStopped = false;
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    if (!until?.test(stderr) || isStopped) return;
    isStopped = true;
    child.kill('SIGINT');
  });
  const [status] = await once(child, 'close');
  return { status, stdout, stderr };
}

const runsOf = async (out: string, job: string) =>
  (await readdir(path.join(root, out, job)).catch(() => [])).filter((name) => name !== 'latest.json');

describe.skipIf(!built)(`the command line${built ? '' : ' (skipped: npm run build first)'}`, () => {
  test('jobs list shows names, parameters and defaults', async () => {
    const { stdout } = await vitrine(['jobs', 'list']);
    expect(stdout).toMatch(/^recommend: .+\nparameter +default +meaning\nDATA +"" +catalogue/);
    expect(stdout).toMatch(/^ad-quality: [^\0]*^epochs +16 +at most/m);
    expect(stdout).toMatch(/^creative: [^\0]*^MODE +"quick" +/m);
    const jobs = JSON.parse((await vitrine(['jobs', 'list', '--json'])).stdout);
    expect(jobs.map(({ name }: { name: string }) => name)).toEqual([
      'recommend',
      'ad-quality',
      'photos',
      'creative',
    ]);
    expect(jobs[1].parameters).toContainEqual({
      name: 'batchSize',
      default: 32,
      description: 'ads of one training step',
    });
  }, 30_000);

  describe('train ad-quality', () => {
    const small = ['-p', 'imgHeight=32', '-p', 'imgWidth=32', '--param', 'batchSize=16'];
    const command = ['train', 'ad-quality', '--data', 'ads', ...small];
    beforeAll(async () => {
      await generateAds(path.join(root, 'ads'), { count: 60, size: 128 });
    }, 60_000);

    test('prints the result as JSON, progress on stderr, and keeps its parameters', async () => {
      await writeFile(path.join(root, 'few.json'), JSON.stringify({ epochs: 2, batchSize: 8, seed: 7 }));
      const { status, stdout, stderr } = await vitrine([
        ...command,
        ...['--config', 'few.json', '--out', 'elsewhere', '--json'],
      ]);
      expect(stderr).toMatch(/60 ads of [^\0]*Training\n[^\0]*epoch 2\/2: loss /);
      expect(status).toBe(0);
      const { job, dir, run, result } = JSON.parse(stdout);
      expect([job, result.epochs, result.alias]).toEqual(['ad-quality', 2, 'candidate']);
      expect(result.comparison.map(({ system }: { system: string }) => system)).toContain('network');
      expect(dir).toBe(path.join(root, 'elsewhere', 'ad-quality', run));
      const config = JSON.parse(await readFile(path.join(dir, 'config.json'), 'utf8'));
      expect(JSON.stringify(config)).toContain('"batchSize":16');
      expect(JSON.stringify(config)).toContain('"seed":7');
    }, 60_000);

    test('Ctrl-C leaves a checkpoint that the same command goes on from, and no run', async () => {
      const long = [...command, '--out', 'stopped', '-p', 'epochs=500', '-p', 'seed=11', '--json'];
      const first = await vitrine(long, /epoch 2\/500/);
      expect(first.stderr).toMatch(
        /^vitrine: training was stopped in epoch \d+ .*; run it again to go on after epoch \d+$/m,
      );
      expect([first.status, first.stdout]).toEqual([1, '']);
      expect(await runsOf('stopped', 'ad-quality')).toEqual([]);
      const again = await vitrine(long, /epoch \d+\/500/);
      const epoch = Number(/epoch (\d+)\/500/.exec(again.stderr)?.[1]);
      expect(again.stderr).toMatch(/training goes on after epoch \d+ of 500/);
      expect(epoch).toBeGreaterThan(2);
    }, 60_000);

    test('a wrong parameter is one line, before anything is written', async () => {
      for (const [args, message] of [
        [['-p', 'epochs=0'], 'parameter epochs is 0; it must be a whole number of at least 1'],
        [['-p', 'epoch=2'], 'there is no parameter epoch; there are data, labels, imgHeight'],
        [['-p', 'epochs'], 'epochs'],
      ] as const) {
        const { status, stdout, stderr } = await vitrine([...command, '--out', 'wrong', ...args]);
        expect(stderr).toContain(message);
        expect([status, stdout]).toEqual([1, '']);
      }
      expect(existsSync(path.join(root, 'wrong'))).toBe(false);
    }, 30_000);
  });

  test('train creative: Ctrl-C ends it between fits, what was looked at is kept, and it ends with a registered model', async () => {
    const { postsPath } = await drawCreatives({ count: 104, seed: 7, folder: path.join(root, 'creatives') });
    const command = ['train', 'creative', '--data', postsPath, '--seed', '3', '--out', 'out', '--json'];
    const stopped = await vitrine(command, /comparing \d+ models/);
    expect(stopped.stderr).toMatch(
      /^vitrine: interrupted by SIGINT; the same command goes on from what is in checkpoints\/$/m,
    );
    expect([stopped.status, stopped.stdout]).toEqual([1, '']);
    expect(stopped.stderr).not.toContain('intervals of');
    expect(await runsOf('out', 'creative-performance')).toEqual([]);
    expect(await readdir(path.join(root, 'checkpoints', 'creative-features'))).not.toEqual([]);

    const { status, stdout, stderr } = await vitrine(command);
    expect(stderr).toMatch(/104 posts of [^\0]*features of 104 creatives\n[^\0]*registering\n/);
    expect(status).toBe(0);
    const { dir, result } = JSON.parse(stdout);
    expect(result).toMatchObject({ posts: 104, alias: expect.stringMatching(/^(champion|candidate)$/) });
    const config = JSON.parse(await readFile(path.join(dir, 'config.json'), 'utf8'));
    expect(config.parameters).toEqual({ DATA: postsPath, MODE: 'quick', RANDOM_SEED: 3 });
    const listed = await vitrine(['registry', 'list', 'creative', '--folder', 'out/registry/creative']);
    expect(listed.stdout).toContain(result.version);
  }, 120_000);
});
