import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ArgumentError } from '../../errors/index.js';
import { childModule } from '../../testing/child-module.js';
import { meanJob } from '../../testing/mean-job.js';
import { compareOnHeldOut } from './compare-on-held-out.js';
import { retrain } from './retrain.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-retrain-'));
});
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
const fresh = () => mkdtemp(path.join(root, 'job-'));
const calls = async (folder: string) =>
  (await readFile(path.join(folder, 'calls.txt'), 'utf8')).trim().split('\n');
const who = 'test';
const now = new Date('2026-03-10T12:00:00Z');
const nextDay = new Date('2026-03-11T00:00:00Z');

describe('compareOnHeldOut', () => {
  test('by hand: five gains of 1 are p = 2/32, too few rows and not significant', () => {
    const result = compareOnHeldOut([3, 3, 3, 3, 3], [2, 2, 2, 2, 2]);
    expect(result).toMatchObject({
      better: false,
      championLoss: 3,
      candidateLoss: 2,
      pValue: 2 / 32,
      effectSize: 0,
    });
    expect(result.improvement).toBeCloseTo(1 / 3, 12);
    expect(result.interval).toEqual({ low: 1, high: 1 });
    expect(result.reasons.map((reason) => reason.split(':')[0])).toEqual(['not met', 'met', 'not met']);
  });
  test('effect size: gains 1, 2, 3 have mean 2 and standard deviation 1', () => {
    expect(compareOnHeldOut([2, 3, 4], [1, 1, 1]).effectSize).toBeCloseTo(2, 12);
  });
  test('a sure gain below the minimum is not worth a change', () => {
    const champion = Array.from({ length: 100 }, () => 1);
    const candidate = champion.map((loss) => loss - 0.005);
    expect(compareOnHeldOut(champion, candidate).better).toBe(false);
    expect(compareOnHeldOut(champion, candidate, { minimumImprovement: 0.001 }).better).toBe(true);
  });
  test('rows of one account count once', () => {
    const champion = Array.from({ length: 60 }, () => 2);
    const candidate = champion.map((_, i) => (i < 50 ? 1 : 2.1));
    const groups = champion.map((_, i) => (i < 50 ? 'big' : `small-${i}`));
    expect(compareOnHeldOut(champion, candidate).better).toBe(true);
    const grouped = compareOnHeldOut(champion, candidate, { groups, minimumRows: 5 });
    expect(grouped).toMatchObject({ better: false, units: 11 });
    expect(grouped.improvement).toBeCloseTo((50 - 1) / 120, 12);
  });
  test('never better both ways round', () => {
    const losses = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 30, maxLength: 32 });
    fc.assert(
      fc.property(losses, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const [ab, ba] = [compareOnHeldOut(a, b), compareOnHeldOut(b, a)];
        expect(ab.better && ba.better).toBe(false);
        expect(ab.pValue).toBeCloseTo(ba.pValue, 12);
      }),
      { numRuns: 15 },
    );
  });
  test('unlike rows are refused', () => {
    expect(() => compareOnHeldOut([1, 2], [1])).toThrow(ArgumentError);
    expect(() => compareOnHeldOut([1], [1], { groups: [] })).toThrow(/groups: 0 rows/);
  });
});

describe('retrain', () => {
  test('a first model that is better than the mean is promoted, a worse one kept out, a better one promoted, each with its reason', async () => {
    const folder = await fresh();
    const useless = await retrain(meanJob(folder, 20), { who, now: new Date('2026-03-09T00:00:00Z') });
    expect(useless).toMatchObject({ outcome: 'kept', comparison: { better: false } });
    expect(useless.why).toMatch(
      /^kept as a candidate: the first model, compared with predicting the mean: .*not met: mean loss 10.00 → 10.00/,
    );
    const first = await retrain(meanJob(folder, 15), { who, now });
    expect(first).toMatchObject({
      run: '2026-03-03_2026-03-10',
      outcome: 'promoted',
      why: /first model/.exec(first.why)?.input,
    });
    const worse = await retrain(meanJob(folder, 16), { who, now: nextDay });
    expect(worse).toMatchObject({ outcome: 'kept', repeated: false });
    expect(worse.why).toMatch(/^kept .*not met: mean loss 5.000 → 6.000/);
    const better = await retrain(meanJob(folder, 12), { who, now: new Date('2026-03-12T05:00:00Z') });
    expect(better).toMatchObject({ outcome: 'promoted', comparison: { better: true, rows: 40 } });
    const { registry } = meanJob(folder, 0);
    expect(await registry.alias('champion')).toBe(better.version);
    expect(await registry.rollback({ who, why: 'test' })).toBe(first.version);
    expect(
      JSON.parse(await readFile(path.join(folder, 'runs', worse.run, 'run.json'), 'utf8')),
    ).toMatchObject({
      status: 'done',
      outcome: 'kept',
    });
  });
  test('run twice, it does and changes nothing twice', async () => {
    const folder = await fresh();
    await retrain(meanJob(folder, 15), { who, now });
    await retrain(meanJob(folder, 12), { who, now: nextDay });
    const [before, log] = [await calls(folder), await meanJob(folder, 0).registry.history()];
    expect(await retrain(meanJob(folder, 99), { who, now: nextDay })).toMatchObject({
      outcome: 'promoted',
      repeated: true,
    });
    expect(await calls(folder)).toEqual(before);
    expect(await meanJob(folder, 0).registry.history()).toEqual(log);
  });
  test('two at once make one decision', async () => {
    const folder = await fresh();
    const both = await Promise.all([
      retrain(meanJob(folder, 15), { who, now }),
      retrain(meanJob(folder, 15), { who, now }),
    ]);
    expect(both.map(({ outcome }) => outcome)).toEqual(['promoted', 'promoted']);
    const kinds = (await meanJob(folder, 0).registry.history()).map(({ what }) => what);
    expect(kinds.filter((what) => what === 'promote')).toHaveLength(1);
    expect(kinds.filter((what) => what === 'register')).toHaveLength(1);
  });
  test('a model that is the champion already is kept, not promoted again', async () => {
    const folder = await fresh();
    await retrain(meanJob(folder, 15), { who, now });
    expect(await retrain(meanJob(folder, 15), { who, now: nextDay })).toMatchObject({
      outcome: 'kept',
      why: /file for file/.exec('kept: the retrained model is the champion, file for file')?.input,
    });
  });
  test('invalid data stop it with their reasons; mended, the same window goes on', async () => {
    const folder = await fresh();
    const bad = meanJob(folder, 15, { validate: async () => ['99 rows, at least 100 needed'] });
    for (let i = 0; i < 2; i++) {
      expect(await retrain(bad, { who, now })).toMatchObject({ outcome: 'invalid', version: null });
    }
    expect((await bad.registry.history()).map(({ why }) => why)).toEqual([
      'the data of 2026-03-03_2026-03-10 are not fit for training: 99 rows, at least 100 needed',
    ]);
    expect(await retrain(meanJob(folder, 15), { who, now })).toMatchObject({ outcome: 'promoted' });
  });
  test('a champion that changes during the comparison is compared with too', async () => {
    const folder = await fresh();
    await retrain(meanJob(folder, 15), { who, now });
    const job = meanJob(folder, 12);
    const other = await retrain(meanJob(folder, 16, { name: 'other', folder: path.join(folder, 'other') }), {
      who,
      now,
    });
    const losses = job.heldOutLosses;
    let once = true;
    const racing = {
      ...job,
      heldOutLosses: async (model: string, data: string) => {
        if (once) {
          once = false;
          await job.registry.promote(other.version as string, { who: 'by hand', why: 'race' });
        }
        return losses(model, data);
      },
    };
    const result = await retrain(racing, { who, now: nextDay });
    expect(result).toMatchObject({ outcome: 'promoted' });
    const last = (await job.registry.history()).at(-1);
    expect(last?.details?.champion).toBe(other.version);
  });
  test('a name that leaves the folder, and a window of no days, are refused', async () => {
    const folder = await fresh();
    await expect(retrain(meanJob(folder, 1, { name: '../x' }), { who, now })).rejects.toThrow(
      /no name of a job/,
    );
    await expect(retrain(meanJob(folder, 1, { windowDays: 0 }), { who, now })).rejects.toThrow(
      /windowDays is 0/,
    );
  });

  test('killed inside and between its steps, it ends as if it had not been', {
    timeout: 60_000,
  }, async () => {
    const module = await childModule(
      path.join(import.meta.dirname, '../../testing/mean-job.ts'),
      path.join(root, 'child'),
    );
    const script = `
      const { meanJob, retrain } = await import(process.argv[1]);
      const job = meanJob(process.argv[2], 12, { stopAt: process.argv[3] });
      await retrain(job, { who: 'child', now: new Date('2026-03-11T00:00:00Z') });`;
    const folder = await fresh();
    await retrain(meanJob(folder, 15), { who, now });
    const steps = ['collect', 'collect done', 'validate', 'train', 'train done', 'losses', 'losses done'];
    for (const step of steps) {
      const before = (await calls(folder)).length;
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, module, folder, step], {
        stdio: 'inherit',
      });
      const gone = new Promise<string | null>((done) => child.once('exit', (_code, signal) => done(signal)));
      let running = true;
      gone.then(() => {
        running = false;
      });
      while (running && !(await calls(folder)).slice(before).includes(step))
        await new Promise((done) => setTimeout(done, 10));
      child.kill('SIGKILL');
      expect(await gone).toBe('SIGKILL');
    }
    const result = await retrain(meanJob(folder, 12), { who, now: nextDay });
    expect(result.outcome).toBe('promoted');
    const done = (await calls(folder)).slice((await calls(folder)).indexOf('losses done') + 1);
    expect(done.filter((call) => call === 'train done').length).toBeLessThanOrEqual(3);
    const { registry } = meanJob(folder, 0);
    expect((await registry.history()).map(({ what }) => what)).toEqual([
      'register',
      'candidate',
      'promote',
      'register',
      'candidate',
      'promote',
    ]);
    expect((await registry.open('champion')).metrics).toEqual({ model: 12 });
    expect(
      (await readdir(path.join(folder, 'runs', result.run))).filter((name) => !name.startsWith('.')).sort(),
    ).toEqual([
      'collect',
      `compare-${(await registry.history())[2].versions[0]}`,
      'run.json',
      'train',
      'validate',
    ]);
  });
});
