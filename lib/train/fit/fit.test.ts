import { expect, test } from 'vitest';
import { UserError } from '../../errors/index.js';
import { regressionData, regressionTrainer, trainRegression } from '../../testing/regression-trainer.js';
import { type Callback, fit, type History, sgd, warmUp } from '../index.js';
import type { FitOptions } from './fit-options.js';
import { type FitData, TrainingInterrupted } from './index.js';
import { prefetch } from './prefetch.js';

const options = (more: Partial<FitOptions> = {}): FitOptions => ({
  epochs: 3,
  optimizer: sgd({ learningRate: 0.1 }),
  onNote: () => {},
  ...more,
});

test('finds the weights that the data were made with, and says what it went through', async () => {
  const trainer = regressionTrainer();
  const history = await fit(
    trainer,
    regressionData(),
    options({
      epochs: 15,
      metrics: {
        mae: ({ data, dims }, [target]) => {
          expect(dims[0]).toBe(target.dims[0]);
          const errors = Array.from(data as Float32Array, (y, i) => Math.abs(y - Number(target.data[i])));
          return errors.reduce((sum, e) => sum + e, 0) / errors.length;
        },
      },
    }),
  );
  const kernel = trainer.parameters.get('dense/kernel') as Float32Array;
  [1, -2, 0.5].forEach((w, i) => {
    expect(kernel[i]).toBeCloseTo(w, 1);
  });
  expect(history.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
  expect(Object.keys(history.epochs[0].logs)).toEqual(['loss', 'mae', 'val_loss', 'val_mae']);
  expect(history.epochs[14].logs.val_mae).toBeLessThan(0.2);
  expect(history.stopped).toBeNull();
});

test('callbacks come in order, batches count from 1, a schedule sets the rate of each step', async () => {
  const calls: string[] = [];
  const rates: number[] = [];
  const spy: Callback = {
    name: 'spy',
    onTrainBegin: () => void calls.push('begin'),
    onEpochBegin: (epoch) => void calls.push(`epoch ${epoch}`),
    onBatchEnd: (batch, _result, { optimizer }) => {
      calls.push(String(batch));
      rates.push(optimizer.learningRate);
    },
    onEpochEnd: ({ epoch }) => void calls.push(`end ${epoch}`),
    onTrainEnd: () => void calls.push('end'),
  };
  await fit(
    regressionTrainer(),
    regressionData(),
    options({ epochs: 2, callbacks: [spy], schedule: warmUp(1) }),
  );
  expect(calls.join(' ')).toBe('begin epoch 1 1 2 3 4 5 end 1 epoch 2 1 2 3 4 5 end 2 end');
  expect(rates.map((rate) => Number(rate.toFixed(3)))).toEqual([
    0.02,
    0.04,
    0.06,
    0.08,
    0.1,
    ...Array(5).fill(0.1),
  ]);
  await expect(
    fit(regressionTrainer(), { train: regressionData().train }, options({ schedule: warmUp(1) })),
  ).rejects.toThrow('give trainBatches with the data');
});

test('a loss that is no number ends the training with epoch, batch and files named', async () => {
  const data = regressionData();
  const spoilt: FitData = {
    ...data,
    async *train(epoch) {
      let number = 0;
      for await (const batch of data.train(epoch)) {
        number++;
        if (epoch === 2 && number === 3) batch.y[0].data[1] = Number.NaN as never;
        yield batch;
      }
    },
  };
  const error = await fit(regressionTrainer(), spoilt, options()).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toMatch(
    /^the loss is NaN in epoch 2, batch 3 \((\d+\.png, ){4}\d+\.png … 8 in all\): lower the learning rate \(0\.1\)/,
  );
  const rising = fit(
    regressionTrainer(),
    data,
    options({ epochs: 200, optimizer: sgd({ learningRate: 50 }) }),
  );
  await expect(rising).rejects.toThrow(/loss is (Infinity|NaN) in epoch \d+, batch \d/);
});

test('no batches are an error; a failure to load one is thrown as it is', async () => {
  const none: FitData = { async *train() {} };
  await expect(fit(regressionTrainer(), none, options())).rejects.toThrow('epoch 1 has no training batches');
  const broken: FitData = {
    async *train(epoch) {
      yield* regressionData().train(epoch);
      throw new Error('cannot read a.png');
    },
  };
  await expect(fit(regressionTrainer(), broken, options())).rejects.toThrow('cannot read a.png');
});

test('an aborted signal, or Ctrl-C, stops after the running step and leaves the handlers as they were', async () => {
  const before = process.listeners('SIGINT');
  for (const abort of ['signal', 'SIGINT']) {
    const controller = new AbortController();
    let written = 0;
    const trainer = { ...regressionTrainer(), writeBack: () => void written++ };
    const stop: Callback = {
      name: 'stop',
      onBatchEnd: (batch, _result, { history }) => {
        if (history.epochs.length !== 1 || batch !== 2) return;
        if (abort === 'signal') controller.abort();
        else process.emit('SIGINT');
      },
    };
    const error = await fit(
      trainer,
      regressionData(),
      options({ callbacks: [stop], signal: controller.signal }),
    ).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TrainingInterrupted);
    expect(error.message).toMatch(
      /stopped in epoch 2 after batch 2; the model has the weights of its last step/,
    );
    expect((error.history as History).epochs).toHaveLength(1);
    expect(trainer.state.get('steps')?.[0]).toBe(7);
    expect(written).toBe(1);
  }
  expect(process.listeners('SIGINT')).toEqual(before);
});

test('the next batch is made while one is worked on, one and no more; leaving early ends the source', async () => {
  const made: number[] = [];
  let ended = false;
  async function* source() {
    try {
      for (let i = 0; ; i++) {
        made.push(i);
        yield i;
      }
    } finally {
      ended = true;
    }
  }
  for await (const item of prefetch(source())) {
    await new Promise((done) => setImmediate(done));
    expect(made).toHaveLength(item + 2);
    if (item === 3) break;
  }
  expect(ended).toBe(true);
});

test('options out of range and callbacks of one name are named', async () => {
  await expect(fit(regressionTrainer(), regressionData(), options({ epochs: 0 }))).rejects.toThrow(
    /^fit: epochs is 0/,
  );
  await expect(
    fit(regressionTrainer(), regressionData(), options({ callbacks: [{ name: 'a' }, { name: 'a' }] })),
  ).rejects.toThrow('two callbacks are named a');
  await expect(
    trainRegression('unused', { checkpoint: { job: '../x', config: {}, dataHash: 'a' } }),
  ).rejects.toThrow(/^checkpoint: job is "\.\.\/x"/);
});
