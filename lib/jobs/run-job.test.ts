import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { recommendJob } from '../recommend/index.js';
import { ensureSample } from '../samples/index.js';
import { writeJson } from '../store/index.js';
import { findJob, jobs, parametersOf, runJob } from './index.js';
import type { Job } from './job.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-jobs-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const doubling: Job<{ VALUE: number; NAME: string }, { doubled: number | null }> = {
  name: 'doubling',
  parameters: z
    .strictObject({
      VALUE: z.number('must be a number').default(2).describe('what is doubled'),
      NAME: z.string('must be a text').default('two'),
    })
    .describe('twice a number'),
  headline: [],
  result: z.object({ doubled: z.number().nullable() }),
  run: async ({ VALUE }, { run, step, note }) => {
    step('Doubling', 0, 1);
    await writeJson(run.path('doubled.json'), 2 * VALUE);
    step('Doubling', 1, 1);
    note(`twice ${VALUE}`);
    step('Saving');
    return { doubled: 2 * VALUE };
  },
};
const job = doubling as Job<unknown, unknown>;

describe('runJob', () => {
  test('publishes the run of a job, and says what it does', async () => {
    const said: unknown[] = [];
    const { dir, result } = await runJob(
      doubling,
      { VALUE: 3 },
      { root, onStep: (...step) => said.push(step), onNote: (line) => said.push(line) },
    );
    expect(result).toEqual({ doubled: 6 });
    expect(JSON.parse(await readFile(path.join(dir, 'doubled.json'), 'utf8'))).toBe(6);
    expect(await readdir(path.join(root, 'doubling'))).toEqual([path.basename(dir), 'latest.json'].sort());
    expect(said).toEqual([
      ['Doubling', 0, 1],
      ['Doubling', 1, 1],
      'twice 3',
      ['Saving', undefined, undefined],
    ]);
  });

  test('what is no number is null in the result, as in JSON', async () => {
    const nothing = { ...doubling, run: async () => ({ doubled: Number.NaN }) };
    expect((await runJob(nothing, {}, { root })).result).toEqual({ doubled: null });
  });

  test('parameters are checked before anything is written', async () => {
    await expect(runJob(doubling, { VALUE: 'x' }, { root })).rejects.toThrow(
      'parameter VALUE is "x"; it must be a number',
    );
    await expect(runJob(doubling, { SIZE: 1 }, { root })).rejects.toThrow(
      'there is no parameter SIZE; there are VALUE, NAME',
    );
    await expect(runJob(doubling, [], { root })).rejects.toThrow(/parameters are .*; give an object/);
    expect(await readdir(root)).toEqual([]);
  });

  test('aborted or failed, it publishes nothing and leaves no folder', async () => {
    const controller = new AbortController();
    const stopped = runJob(
      doubling,
      {},
      {
        root,
        signal: controller.signal,
        onNote: () => controller.abort(new Error('enough')),
      },
    );
    await expect(stopped).rejects.toThrow('enough');
    await expect(runJob(doubling, {}, { root, signal: controller.signal })).rejects.toThrow('enough');
    const failing = { ...doubling, run: () => Promise.reject(new Error('no luck')) };
    await expect(runJob(failing, {}, { root })).rejects.toThrow('no luck');
    expect(await readdir(path.join(root, 'doubling'))).toEqual([]);
  });
});

describe('parameters', () => {
  test('have a name, a default and a meaning', () => {
    expect(parametersOf(job)).toEqual([
      { name: 'VALUE', default: 2, description: 'what is doubled' },
      { name: 'NAME', default: 'two', description: '' },
    ]);
    for (const job of jobs) {
      expect(job.parameters.description, job.name).toBeTruthy();
      for (const { name, description } of parametersOf(job)) expect(description, name).not.toBe('');
    }
  });

  test('a job that is not there is answered with those that are', () => {
    expect(() => findJob('ads')).toThrow(/there is no job "ads"; there are recommend/);
  });
});

test('recommend, aborted while it encodes, leaves vectors that the next run takes, and no run', async () => {
  process.env.VITRINE_ROOT = root;
  process.env.HF_ENDPOINT = 'http://127.0.0.1:9';
  try {
    const sample = await ensureSample(path.join(root, 'sample'), { count: 40 });
    const parameters = { DATA: sample.catalogPath, IMAGE_BATCH_SIZE: 8 };
    const controller = new AbortController();
    const stopped = runJob(recommendJob, parameters, {
      signal: controller.signal,
      onStep: (name, done = 0) => {
        if (name === 'Encoding photos' && done > 0) controller.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(await readdir(path.join(root, 'outputs', 'product-recommendations'))).toEqual([]);
    const notes: string[] = [];
    await runJob(recommendJob, parameters, { onNote: (line) => notes.push(line) });
    expect(notes.find((line) => line.startsWith('texts:'))).toContain('0 encoded, 40 from earlier runs');
    expect(notes.find((line) => line.startsWith('photos:'))).toMatch(/: [1-9]\d* encoded, [1-9]\d* from/);
  } finally {
    delete process.env.VITRINE_ROOT;
    delete process.env.HF_ENDPOINT;
  }
}, 60_000);
