import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { childModule } from '../../testing/child-module.js';
import { trainRegression } from '../../testing/regression-trainer.js';
import type { EpochRecord } from '../fit/index.js';
import { adam, type Callback, createTrainer, earlyStopping, reduceLROnPlateau } from '../index.js';
import type { Trainer } from '../trainer-types.js';

let folder: string;
let root: string;
let number = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-resume-'));
});
beforeEach(() => {
  root = path.join(folder, String(number++));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const weights = ({ parameters, state }: Trainer) =>
  [...parameters.values(), ...state.values()].map((x) => [...x]);
const withoutTime = (epochs: readonly EpochRecord[]) => epochs.map(({ seconds: _, ...record }) => record);

async function checkpointFolder(): Promise<string> {
  const [hash] = await readdir(path.join(root, 'regression'));
  return path.join(root, 'regression', hash);
}

/** Ends the training in an epoch as a crash would, by an error. */
const crash = (epoch: number): Callback => ({
  name: 'crash',
  onBatchEnd: (batch, _result, { history }) => {
    if (history.epochs.length === epoch - 1 && batch === 3) throw new Error('crash');
  },
});

test('killed by SIGKILL again and again, it ends with the same weights bit for bit', async () => {
  const whole = await trainRegression(root);
  root = path.join(folder, 'killed');
  const source = path.join(import.meta.dirname, '../../testing/regression-trainer.ts');
  const module = await childModule(source, path.join(folder, 'child'));
  const script = `const { trainRegression } = await import(process.argv[1]);
    await trainRegression(process.argv[2], { pauseMs: 6 });`;
  for (const epoch of [2, 5, 8]) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, module, root], {
      stdio: 'inherit',
    });
    const gone = new Promise<string | null>((done) => child.once('exit', (_code, signal) => done(signal)));
    const file = `epoch-${String(epoch).padStart(5, '0')}.ckpt`;
    let running = true;
    void gone.then(() => {
      running = false;
    });
    while (
      running &&
      !(await readdir(root, { recursive: true }).catch(() => [])).some((name) => name.endsWith(file))
    ) {
      await new Promise((done) => setTimeout(done, 2));
    }
    child.kill('SIGKILL');
    expect(await gone).toBe('SIGKILL');
  }
  const resumed = await trainRegression(root);
  expect(resumed.history.resumedAfter).toBeGreaterThanOrEqual(8);
  expect(weights(resumed.trainer)).toEqual(weights(whole.trainer));
  expect(withoutTime(resumed.history.epochs)).toEqual(withoutTime(whole.history.epochs));
  expect(new Set(whole.history.epochs.map(({ learningRate }) => learningRate)).size).toBeGreaterThan(1);
});

test('a finished training is recognised: no step is made, the weights are there', async () => {
  const first = await trainRegression(root);
  const notes: string[] = [];
  const calls: string[] = [];
  const spy: Callback = {
    name: 'spy',
    onEpochBegin: () => void calls.push('epoch'),
    onTrainEnd: () => void calls.push('end'),
  };
  const again = await trainRegression(root, { callbacks: [spy], onNote: (line) => notes.push(line) });
  expect(weights(again.trainer)).toEqual(weights(first.trainer));
  expect(again.history).toEqual({ ...first.history, resumedAfter: 12 });
  expect(calls).toEqual(['end']);
  expect(notes[0]).toMatch(/^training finished before, after 12 epochs/);
});

test.each([
  ['a flipped bit', (bytes: Buffer) => bytes.fill(bytes[200] ^ 1, 200, 201)],
  ['a file cut short', (bytes: Buffer) => bytes.subarray(0, 300)],
  ['an empty file', () => Buffer.alloc(0)],
])('%s in the newest checkpoint is noticed, and the one before it used', async (_name, damage) => {
  const whole = await trainRegression(path.join(root, 'whole'));
  // The callbacks of the real run, and a crash beside them.
  const callbacks = [
    reduceLROnPlateau({ patience: 1, factor: 0.5 }),
    earlyStopping({ patience: 20 }),
    crash(6),
  ];
  await expect(trainRegression(root, { callbacks })).rejects.toThrow('crash');
  const newest = path.join(await checkpointFolder(), 'epoch-00005.ckpt');
  await writeFile(newest, damage(await readFile(newest)));
  const notes: string[] = [];
  const resumed = await trainRegression(root, { onNote: (line) => notes.push(line) });
  expect(notes[0]).toMatch(/epoch-00005\.ckpt is (damaged: its checksum does not fit|no checkpoint)/);
  expect(notes[1]).toBe('the checkpoint before it is used: epoch-00004.ckpt');
  expect(resumed.history.resumedAfter).toBe(4);
  expect(weights(resumed.trainer)).toEqual(weights(whole.trainer));
});

test('two checkpoints are kept; other data, config, optimiser or epochs have a folder of their own', async () => {
  await trainRegression(root);
  expect((await readdir(await checkpointFolder())).sort()).toEqual(['epoch-00012.ckpt', 'finished.ckpt']);
  const base = { job: 'regression', config: { seed: 1 }, dataHash: 'rows', root };
  for (const other of [
    { checkpoint: { ...base, dataHash: 'others' } },
    { checkpoint: { ...base, config: { seed: 2 } } },
    { epochs: 3 },
  ]) {
    expect((await trainRegression(root, other)).history.resumedAfter).toBe(0);
  }
  expect(await readdir(path.join(root, 'regression'))).toHaveLength(4);
  const same = { ...base, config: { b: 2, a: 1 } };
  await trainRegression(root, { checkpoint: same });
  const turned = await trainRegression(root, {
    checkpoint: { ...base, config: { a: 1, b: 2 } },
    optimizer: adam({ learningRate: 0.5 }),
  });
  expect(turned.history.resumedAfter).toBe(12);
});

test('a training that was stopped early stays stopped', async () => {
  const run = () =>
    trainRegression(root, { callbacks: [earlyStopping({ monitor: 'loss', patience: 0, mode: 'max' })] });
  const first = await run();
  expect(first.history.stopped).toMatch(/^loss did not improve for 1 epoch after epoch 1$/);
  await rm(path.join(await checkpointFolder(), 'finished.ckpt'));
  const again = await run();
  expect(again.history).toEqual({ ...first.history, resumedAfter: 2 });
  expect(weights(again.trainer)).toEqual(weights(first.trainer));
});

test('a cell run again in one process finds its checkpoint, although TensorFlow.js names the layers anew', async () => {
  const dense = (units: number, more: object = {}) =>
    tf.layers.dense({ units, kernelInitializer: tf.initializers.glorotNormal({ seed: units }), ...more });
  const run = async (hidden: number, folder: string, more: Callback[] = []) => {
    const model = tf.sequential({
      layers: [
        dense(hidden, { inputShape: [3], activation: 'relu' }),
        tf.layers.batchNormalization({}),
        tf.layers.dropout({ rate: 0.2 }),
        dense(1),
      ],
    });
    const trainer = await createTrainer(model, {
      losses: [{ kind: 'meanSquaredError' }],
      batchSize: 8,
      threads: 1,
    });
    try {
      return await trainRegression(folder, {
        trainer,
        epochs: 6,
        optimizer: adam({ learningRate: 0.02 }),
        callbacks: [earlyStopping({ patience: 20 }), ...more],
      });
    } finally {
      await trainer.close();
      model.dispose();
    }
  };
  const whole = await run(4, path.join(root, 'whole'));
  await expect(run(4, root, [crash(4)])).rejects.toThrow('crash');
  const resumed = await run(4, root);
  expect([...resumed.trainer.parameters.keys()]).not.toEqual([...whole.trainer.parameters.keys()]);
  expect(resumed.history.resumedAfter).toBe(3);
  expect(weights(resumed.trainer)).toEqual(weights(whole.trainer));
  expect(weights((await run(4, root)).trainer)).toEqual(weights(whole.trainer));
  expect((await run(5, root)).history.resumedAfter).toBe(0);
});
