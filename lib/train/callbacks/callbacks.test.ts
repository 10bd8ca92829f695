import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UserError } from '../../errors/index.js';
import { liveCurves, trainingProgress } from '../../notebook/index.js';
import { regressionData, regressionTrainer, trainRegression } from '../../testing/regression-trainer.js';
import {
  type Callback,
  earlyStopping,
  type FitContext,
  fit,
  loadLayersModel,
  modelCheckpoint,
  reduceLROnPlateau,
  sgd,
  trainingCurves,
  trainingLog,
} from '../index.js';
import type { Trainer } from '../trainer-types.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-callbacks-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  delete (globalThis as { __tslab__?: unknown }).__tslab__;
  await rm(folder, { recursive: true, force: true });
});

/** Feeds a callback the losses of epochs, as fit would; gives the rate after each, and the epoch it stopped in. */
function feed(callback: Callback, losses: readonly number[]) {
  let stopped = 0;
  let epoch = 0;
  const trainer = regressionTrainer();
  const context = { trainer, learningRate: 1, stop: () => (stopped ||= epoch) } as unknown as FitContext;
  const rates = losses.map((loss) => {
    epoch++;
    trainer.parameters.get('dense/kernel')?.fill(epoch);
    callback.onEpochEnd?.({ epoch, seconds: 0, learningRate: 1, logs: { val_loss: loss } }, context);
    return context.learningRate;
  });
  void callback.onTrainEnd?.(context);
  return { rates, stopped, kernel: trainer.parameters.get('dense/kernel')?.[0] };
}

test('early stopping bears `patience` epochs without improvement and puts the best weights back', () => {
  const losses = [3, 2, 2.5, 1.95, 2, 2, 1];
  expect(feed(earlyStopping({ patience: 2 }), losses)).toMatchObject({ stopped: 6, kernel: 7 });
  expect(feed(earlyStopping({ patience: 2 }), losses.slice(0, 6))).toMatchObject({ stopped: 6, kernel: 4 });
  // 2 → 1.95 is less than 0.1.
  expect(feed(earlyStopping({ patience: 2, minDelta: 0.1 }), losses.slice(0, 4))).toMatchObject({
    stopped: 4,
    kernel: 2,
  });
  expect(feed(earlyStopping({ patience: 2, restoreBestWeights: false }), losses.slice(0, 6)).kernel).toBe(6);
});

test('the rate falls as by the hand-computed steps of the Keras callback', () => {
  // Halved in epoch 3 after two without improvement, in 5 again; in 9 the least rate is reached.
  const { rates } = feed(
    reduceLROnPlateau({ patience: 2, factor: 0.5, cooldown: 1, minLearningRate: 0.2 }),
    [1, 1, 1, 1, 1, 1, 0.5, 0.6, 0.7, 0.8, 0.8],
  );
  expect(rates).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.2, 0.2, 0.2]);
});

test('a number that is not there is named beside those that are', async () => {
  const options = { epochs: 2, optimizer: sgd(), callbacks: [earlyStopping({ monitor: 'val_auc' })] };
  const error = await fit(regressionTrainer(), regressionData(), options).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toBe('earlyStopping: there is no val_auc to watch; there are loss, val_loss');
  expect(() => earlyStopping({ patience: -1 })).toThrow(/^earlyStopping: patience is -1/);
});

test('the log has a row for each epoch on the disk at once, and after a resume those from before', async () => {
  const crash: Callback = {
    name: 'crash',
    onEpochBegin: (epoch) => {
      if (epoch === 3) throw new Error('crash');
    },
  };
  const log = path.join(folder, 'log');
  const root = path.join(folder, 'checkpoints');
  const rows = async () => (await readFile(path.join(log, 'training_log.csv'), 'utf8')).trim().split('\n');
  await expect(trainRegression(root, { callbacks: [trainingLog(log), crash] })).rejects.toThrow('crash');
  expect(await rows()).toHaveLength(3);
  await trainRegression(root, { callbacks: [trainingLog(log)] });
  const lines = await rows();
  expect(lines[0]).toBe('epoch,seconds,learning_rate,loss,val_loss');
  expect(lines.slice(1).map((line) => Number(line.split(',')[0]))).toEqual(
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
  const json = JSON.parse(await readFile(path.join(log, 'training_log.json'), 'utf8'));
  expect(json.epochs).toHaveLength(12);
  expect(Number(lines[12].split(',')[3])).toBe(json.epochs[11].logs.loss);
});

test('the best model is saved, and a resumed training saves it into its own folder too', async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [3], units: 1 })] });
  const plain = regressionTrainer();
  const trainer: Trainer = {
    ...plain,
    writeBack: () => {
      const [kernel, bias] = [...plain.parameters.values()];
      model.setWeights([tf.tensor(kernel, [3, 1]), tf.tensor(bias)]);
    },
  };
  const wanted = new Map<number, number[]>();
  const watch: Callback = {
    name: 'watch',
    onEpochEnd: ({ logs }) =>
      void wanted.set(logs.val_loss, [...(plain.parameters.get('dense/kernel') ?? [])]),
  };
  const run = (name: string) =>
    fit(trainer, regressionData(), {
      epochs: 8,
      optimizer: sgd({ learningRate: 0.35 }),
      callbacks: [modelCheckpoint({ model, folder: path.join(folder, name) }), watch],
      checkpoint: { job: 'best', config: {}, dataHash: 'x', root: path.join(folder, 'checkpoints') },
      onNote: () => {},
    });
  await run('first');
  const last = [...(plain.parameters.get('dense/kernel') ?? [])];
  const best = wanted.get(Math.min(...wanted.keys())) as number[];
  await run('second');
  for (const name of ['first', 'second']) {
    const saved = (await loadLayersModel(path.join(folder, name))) as tf.LayersModel;
    expect([...saved.getWeights()[0].dataSync()]).toEqual(best);
  }
  expect([...(plain.parameters.get('dense/kernel') ?? [])]).toEqual(last);
  expect((await readdir(path.join(folder, 'second'))).sort()).toEqual(['group1-shard1of1.bin', 'model.json']);
});

test('progress is a line an epoch where there is no terminal, with the time left', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  const callbacks = [trainingProgress(), earlyStopping({ monitor: 'loss', mode: 'max', patience: 1 })];
  await fit(regressionTrainer(), regressionData(), { epochs: 4, optimizer: sgd(), callbacks });
  const lines = print.mock.calls.map(([line]) => String(line));
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^epoch 1\/4: loss [\d.]+, val_loss [\d.]+ in \d+\.\d s; about \d+ s left$/);
  expect(lines[2]).toBe('Stopped early: loss did not improve for 1 epoch after epoch 1');
});

test('the curves are one figure, drawn in one place of the notebook', async () => {
  const shown: string[] = [];
  let displays = 0;
  (globalThis as { __tslab__?: unknown }).__tslab__ = {
    require: () => ({
      newDisplay: () => {
        displays++;
        return { html: (html: string) => shown.push(html) };
      },
    }),
  };
  const history = await fit(regressionTrainer(), regressionData(), {
    epochs: 2,
    optimizer: sgd(),
    callbacks: [liveCurves()],
  });
  expect(displays).toBe(1);
  expect(shown).toHaveLength(2);
  expect(shown[1]).toMatch(/^<img .*src="data:image\/png;base64,iVBOR/);
  const { data } = trainingCurves(history);
  expect(data.map(({ name, y }) => [name, y])).toEqual([
    ['loss, training', history.epochs.map(({ logs }) => logs.loss)],
    ['loss, validation', history.epochs.map(({ logs }) => logs.val_loss)],
  ]);
  expect(data.map(({ line }) => (line as { dash?: string }).dash)).toEqual([undefined, 'dash']);
});
