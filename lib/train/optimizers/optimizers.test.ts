import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../vectors/index.js';
import { adam, adamW, clipGradients, globalNorm, type Optimizer, sgd } from './index.js';

const random = createRandom(7);
const start = Float32Array.from({ length: 40 }, () => random.normal());
const target = Float32Array.from({ length: 40 }, () => random.normal());
/** Gradient of Σ (w − t)⁴ ∕ 4. */
const slope = (w: Float32Array) => Float32Array.from(w, (x, i) => (x - target[i]) ** 3);

beforeAll(() => tf.setBackend('cpu'));

function ours(optimizer: Optimizer, steps: number, weights: Float32Array = start.slice()): Float32Array {
  for (let i = 0; i < steps; i++)
    optimizer.apply(new Map([['w', weights]]), new Map([['w', slope(weights)]]));
  return weights;
}

function theirs(optimizer: tf.Optimizer, steps: number): Float32Array {
  const w = tf.variable(tf.tensor1d(start), true, `w${Math.random()}`);
  for (let i = 0; i < steps; i++) {
    const gradient = tf.tensor1d(slope(w.dataSync() as Float32Array));
    optimizer.applyGradients({ [w.name]: gradient });
  }
  return w.dataSync() as Float32Array;
}

function furthest(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
}

test.each([
  ['SGD', () => sgd({ learningRate: 0.01 }), () => tf.train.sgd(0.01)],
  ['momentum', () => sgd({ learningRate: 0.01, momentum: 0.9 }), () => tf.train.momentum(0.01, 0.9)],
  [
    'Nesterov',
    () => sgd({ learningRate: 0.01, momentum: 0.9, nesterov: true }),
    () => tf.train.momentum(0.01, 0.9, true),
  ],
  ['Adam', () => adam({ learningRate: 0.01 }), () => tf.train.adam(0.01)],
  [
    'Adam with a large epsilon',
    () => adam({ learningRate: 0.05, epsilon: 0.1 }),
    () => tf.train.adam(0.05, 0.9, 0.999, 0.1),
  ],
])('%s agrees with TensorFlow.js after 30 steps', (_name, mine, reference) => {
  expect(furthest(ours(mine(), 30), theirs(reference(), 30))).toBeLessThan(1e-6);
});

test('AdamW takes its share off kernels only, before the step of Adam', () => {
  const kernel = Float32Array.of(2);
  const bias = Float32Array.of(2);
  adamW({ learningRate: 0.1, weightDecay: 0.5 }).apply(
    new Map([
      ['dense/kernel', kernel],
      ['dense/bias', bias],
    ]),
    new Map([
      ['dense/kernel', Float32Array.of(3)],
      ['dense/bias', Float32Array.of(3)],
    ]),
  );
  // Adam's first step is the rate, whatever the gradient: 2·(1 − 0.1·0.5) − 0.1 and 2 − 0.1.
  expect(kernel[0]).toBeCloseTo(1.8, 5);
  expect(bias[0]).toBeCloseTo(1.9, 5);
});

test.each([
  ['momentum', () => sgd({ learningRate: 0.01, momentum: 0.9 })],
  ['Adam', () => adam()],
  ['AdamW', () => adamW({ decays: () => true })],
])('%s goes on from a saved state bit for bit', (_name, make) => {
  const whole = ours(make(), 12);
  const first = make();
  const half = ours(first, 5);
  const saved = first.state();
  const second = make();
  second.restore(saved);
  expect(ours(second, 7, half)).toEqual(whole);
  expect(second.state().steps).toBe(12);
  expect(first.state()).toEqual(saved);
});

test('clipping by value cuts each number, by global norm scales all together', () => {
  const gradients = new Map([
    ['a', Float32Array.of(3, 0)],
    ['b', Float32Array.of(-4)],
  ]);
  expect(globalNorm(gradients)).toBe(5);
  expect([...clipGradients(gradients, { globalNorm: 1 }).values()].flatMap((x) => [...x])).toEqual(
    [0.6, 0, -0.8].map(Math.fround),
  );
  expect(clipGradients(gradients, { globalNorm: 5 })).toBe(gradients);
  expect([...(clipGradients(gradients, { value: 3.5 }).get('b') as Float32Array)]).toEqual([-3.5]);
  expect(() => clipGradients(gradients, { value: 0 })).toThrow('value is 0; give a positive number');
});

test('an option outside its range is named', () => {
  expect(() => adam({ beta1: 1 })).toThrow(/^adam: beta1 is 1: /);
  expect(() => sgd({ learningRate: -1 })).toThrow(/^sgd: learningRate is -1: /);
});
