import { describe, expect, test } from 'vitest';
import { plotPng } from '../../plot/index.js';
import { confusionMatrix } from '../index.js';
import { calibrationChart } from './calibration.js';
import { confusionChart } from './confusion.js';
import { precisionRecallChart } from './precision-recall.js';
import { predictedActualChart } from './predicted-actual.js';
import { rocChart } from './roc.js';

const y = Uint8Array.of(0, 0, 1, 1, 1, 0, 1, 0, 1, 0);
const p = Float64Array.of(0.1, 0.4, 0.35, 0.8, 0.8, 0.8, 0.95, 0.2, 0.6, 0.35);
const matrix = confusionMatrix(['a', 'a', 'a', 'b'], ['a', 'b', 'b', 'b']);
const figures = {
  predictedActual: predictedActualChart({ actual: [1, 5, 9], predicted: [2, 5, 7], groups: ['x', 'y', 'x'] }),
  confusion: confusionChart({ matrix }),
  roc: rocChart({ curves: [{ name: 'net', actual: y, scores: p }] }),
  precisionRecall: precisionRecallChart({ curves: [{ name: 'net', actual: y, scores: p }] }),
  calibration: calibrationChart({ curves: [{ name: 'net', actual: y, probabilities: p }] }),
};

describe('figures of an evaluation', () => {
  test.each(Object.entries(figures))('%s is drawn', async (_name, figure) => {
    expect((await plotPng(figure)).length).toBeGreaterThan(5000);
  });

  test('predicted over actual: both axes alike, a colour a group', () => {
    const { data, layout = {} } = figures.predictedActual;
    expect(data.map(({ name, x, y }) => [name, x, y])).toEqual([
      ['predicted = actual', [0.76, 9.24], [0.76, 9.24]],
      ['x', [1, 9], [2, 7]],
      ['y', [5], [5]],
    ]);
    expect((layout.xaxis as { range: number[] }).range).toEqual((layout.yaxis as { range: number[] }).range);
  });

  test('confusion: shares of the actual class', () => {
    expect(confusionChart({ matrix, normalize: true }).data[0].z).toEqual([
      [1 / 3, 2 / 3],
      [0, 1],
    ]);
  });

  test('precision-recall: steps enclose the average precision; chance is the share of class 1', () => {
    const [{ x, y: heights }, chance] = figures.precisionRecall.data as unknown as {
      x: number[];
      y: number[];
    }[];
    let area = 0;
    for (let i = 1; i < x.length; i++) area += (x[i] - x[i - 1]) * heights[i];
    expect(area).toBeCloseTo(0.785, 12);
    expect(chance.y).toEqual([0.5, 0.5]);
  });
});
