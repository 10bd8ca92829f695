import { floatTensor } from '../onnx/index.js';
import { type FitBatch, type FitData, type FitOptions, fit } from '../train/fit/index.js';
// By file, so that a child process is built of no more than it needs.
import { earlyStopping, reduceLROnPlateau } from '../train/index.js';
import { adam } from '../train/optimizers/index.js';
import type { Trainer } from '../train/trainer-types.js';
import { createRandom } from '../vectors/index.js';

/** y = x·w + b under mean squared error, its gradients written by hand, with noise as dropout has; `state` counts steps, as batch norm might. */
export function regressionTrainer(inputs = 3): Trainer {
  const weight = new Float32Array(inputs);
  const bias = new Float32Array(1);
  const steps = new Float32Array(1);
  let noise = createRandom(0);
  const forward = (x: Float32Array, rows: number) =>
    Float32Array.from({ length: rows }, (_, r) => {
      let y = bias[0];
      for (let i = 0; i < inputs; i++) y += x[r * inputs + i] * weight[i];
      return y;
    });
  const result = (batch: FitBatch) => {
    const x = batch.x.data as Float32Array;
    const target = batch.y[0].data as Float32Array;
    const outputs = forward(x, batch.rows);
    const errors = outputs.map((y, r) => y - target[r]);
    const loss = errors.reduce((sum, e) => sum + e * e, 0) / batch.rows;
    return { x, errors, step: { loss, losses: [loss], outputs: floatTensor(outputs, [batch.rows, 1]) } };
  };
  return {
    parameters: new Map([
      ['dense/kernel', weight],
      ['dense/bias', bias],
    ]),
    state: new Map([['steps', steps]]),
    batchSize: 8,
    beginEpoch: (epoch) => {
      noise = createRandom(1000 + epoch);
    },
    async step(batch, update) {
      const { x, errors, step } = result(batch);
      const kernel = new Float32Array(inputs);
      errors.forEach((e, r) => {
        for (let i = 0; i < inputs; i++) kernel[i] += (2 * e * x[r * inputs + i]) / batch.rows;
      });
      kernel.forEach((g, i) => {
        kernel[i] = g * (0.95 + 0.1 * noise.uniform());
      });
      const slope = errors.reduce((sum, e) => sum + (2 * e) / batch.rows, 0);
      update(
        new Map([
          ['dense/kernel', kernel],
          ['dense/bias', Float32Array.of(slope)],
        ]),
      );
      steps[0]++;
      return step;
    },
    evaluate: async (batch) => result(batch).step,
    writeBack: () => {},
    close: async () => {},
  };
}

/** 40 rows of y = x₀ − 2·x₁ + 0.5·x₂ + 3 + noise in batches of 8, shuffled by the epoch; 8 more for validation. */
export function regressionData(pauseMs = 0): FitData {
  const random = createRandom(1);
  const rows = Array.from({ length: 48 }, () => {
    const x = [random.normal(), random.normal(), random.normal()];
    return { x, y: x[0] - 2 * x[1] + 0.5 * x[2] + 3 + 0.1 * random.normal() };
  });
  const batch = (of: typeof rows): FitBatch => ({
    x: floatTensor(Float32Array.from(of.flatMap(({ x }) => x)), [of.length, 3]),
    y: [floatTensor(Float32Array.from(of, ({ y }) => y))],
    rows: of.length,
    files: of.map((row) => `${rows.indexOf(row)}.png`),
  });
  return {
    trainBatches: 5,
    async *train(epoch) {
      const order = createRandom(epoch).shuffle(rows.slice(0, 40));
      for (let i = 0; i < 40; i += 8) {
        if (pauseMs) await new Promise((done) => setTimeout(done, pauseMs));
        yield batch(order.slice(i, i + 8));
      }
    },
    async *validation() {
      yield batch(rows.slice(40));
    },
  };
}

/** A training whose every kind of state matters: moments, plateau, best weights. */
export async function trainRegression(
  root: string,
  {
    pauseMs = 0,
    trainer = regressionTrainer(),
    ...options
  }: Partial<FitOptions> & { pauseMs?: number; trainer?: Trainer } = {},
) {
  const history = await fit(trainer, regressionData(pauseMs), {
    epochs: 12,
    optimizer: adam({ learningRate: 0.5 }),
    callbacks: [reduceLROnPlateau({ patience: 1, factor: 0.5 }), earlyStopping({ patience: 20 })],
    checkpoint: { job: 'regression', config: { seed: 1 }, dataHash: 'rows', root },
    onNote: () => {},
    ...options,
  });
  return { trainer, history };
}
