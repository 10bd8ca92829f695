import { describe, expect, test } from 'vitest';
import { createRandom, matrix } from '../../vectors/index.js';
import { probabilities, softmaxRegression } from './index.js';
import { lbfgs } from './lbfgs.js';

describe('lbfgs', () => {
  test('finds the bottom of a long valley', async () => {
    // (x − 3)² + 100 (y + 1)², bent along its axes.
    const evaluate = async ([x, y]: Float64Array) => ({
      value: (x - 3) ** 2 + 100 * (y + 1) ** 2,
      gradient: Float64Array.of(2 * (x - 3), 200 * (y + 1)),
    });
    const [x, y] = await lbfgs(evaluate, Float64Array.of(-5, 5));
    expect([x, y].map((value) => +value.toFixed(4))).toEqual([3, -1]);
  });
});

describe('softmaxRegression', () => {
  test('one column, two classes: the slope that logistic regression has', async () => {
    // At x = −1 one of four is of class 1, at x = 1 three of four: log odds ∓ ln 3.
    const x = { rows: 8, cols: 1, data: Float32Array.of(-1, -1, -1, -1, 1, 1, 1, 1) };
    const head = await softmaxRegression(x, [0, 0, 0, 1, 1, 1, 1, 0], 2, { l2: 0, tolerance: 1e-6 });
    expect(head.weights[1] - head.weights[0]).toBeCloseTo(Math.log(3), 3);
    expect(head.bias[1] - head.bias[0]).toBeCloseTo(0, 4);
    expect(probabilities(head, x)[1]).toBeCloseTo(0.25, 3);
  });

  test('its gradient vanishes where it ends: weights · λ = Σ (target − probability) · x, checked by hand', async () => {
    const random = createRandom(3);
    const [rows, cols, classes, l2] = [60, 4, 3, 0.05];
    const x = matrix(rows, cols);
    for (let i = 0; i < x.data.length; i++) x.data[i] = random.normal();
    // Columns of mean 0, and of size 1 as a whole, so that the scale is that of the weights.
    for (let c = 0; c < cols; c++) {
      let mean = 0;
      for (let r = 0; r < rows; r++) mean += x.data[r * cols + c] / rows;
      for (let r = 0; r < rows; r++) x.data[r * cols + c] -= mean;
    }
    const size = Math.sqrt(x.data.reduce((sum, value) => sum + value * value, 0) / x.data.length);
    for (let i = 0; i < x.data.length; i++) x.data[i] /= size;
    const y = Array.from({ length: rows }, (_, r) => (x.data[r * cols] > 0.4 ? 2 : r % 2));
    const head = await softmaxRegression(x, y, classes, { l2, tolerance: 1e-6 });
    const p = probabilities(head, x);
    for (let d = 0; d < cols; d++)
      for (let c = 0; c < classes; c++) {
        let pull = 0;
        for (let r = 0; r < rows; r++)
          pull += ((Number(y[r] === c) - p[r * classes + c]) * x.data[r * cols + d]) / rows;
        expect(head.weights[d * classes + c]).toBeCloseTo(pull / l2, 2);
      }
  });

  test('balanced, a rare class counts as much as a common one', async () => {
    const x = { rows: 6, cols: 1, data: Float32Array.of(0, 0, 0, 0, 0, 0) };
    const y = [0, 0, 0, 0, 0, 1];
    const plain = probabilities(await softmaxRegression(x, y, 2, { tolerance: 1e-6 }), x);
    const balanced = probabilities(await softmaxRegression(x, y, 2, { balanced: true, tolerance: 1e-6 }), x);
    expect([plain[1], balanced[1]].map((value) => +value.toFixed(3))).toEqual([0.167, 0.5]);
    const smooth = probabilities(
      await softmaxRegression(x, y, 2, { labelSmoothing: 0.6, tolerance: 1e-6 }),
      x,
    );
    expect(smooth[1]).toBeCloseTo(0.4 / 6 + 0.3, 3);
  });

  test('begun at another head it ends where it ends from zeros, and begun at its end it stays there', async () => {
    const random = createRandom(5);
    const x = matrix(40, 3);
    for (let i = 0; i < x.data.length; i++) x.data[i] = 7 + 2 * random.normal();
    const y = Array.from({ length: x.rows }, (_, r) => (x.data[3 * r] > 8 ? 1 : 2 * (r % 2)));
    const options = { l2: 0.01, tolerance: 1e-6 };
    const fromZeros = await softmaxRegression(x, y, 3, options);
    const strong = await softmaxRegression(x, y, 3, { ...options, l2: 1 });
    const fromStrong = await softmaxRegression(x, y, 3, { ...options, start: strong });
    fromZeros.weights.forEach((weight, i) => {
      expect(fromStrong.weights[i]).toBeCloseTo(weight, 3);
    });
    // Whatever counts as flat, the first look at its end finds nothing to do.
    const stayed = await softmaxRegression(x, y, 3, { ...options, tolerance: 1e-4, start: fromZeros });
    stayed.weights.forEach((weight, i) => {
      expect(weight).toBeCloseTo(fromZeros.weights[i], 6);
    });
    stayed.bias.forEach((bias, c) => {
      expect(bias).toBeCloseTo(fromZeros.bias[c], 5);
    });
  });

  test('labels that are none are refused', async () => {
    const x = { rows: 2, cols: 1, data: Float32Array.of(0, 1) };
    await expect(softmaxRegression(x, [0, 2], 2)).rejects.toThrow('row 1 has class 2; classes are 0 to 1');
    await expect(softmaxRegression(x, [0], 2)).rejects.toThrow('1 labels for 2 rows');
  });
});
