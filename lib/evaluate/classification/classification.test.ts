import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UndefinedMetricError } from '../errors.js';
import {
  accuracy,
  atThreshold,
  auc,
  bootstrapMetric,
  brierScore,
  confusionMatrix,
  expectedCalibrationError,
  f1,
  precision,
  recall,
} from '../index.js';
import { calibrationCurve } from './calibration-curve.js';
import { precisionRecallCurve } from './precision-recall-curve.js';
import { rocCurve } from './roc-curve.js';

// Expected values to 1e-12 are scikit-learn 1.2.1's, of the function that each test names.
const y = Uint8Array.of(0, 0, 1, 1, 1, 0, 1, 0, 1, 0);
const p = Float64Array.of(0.1, 0.4, 0.35, 0.8, 0.8, 0.8, 0.95, 0.2, 0.6, 0.35);
const t = [...'aabbcccd'];
const q = [...'abbbccac'];

describe('classes', () => {
  test('binary: confusion_matrix, accuracy_score, precision_score, recall_score, f1_score', () => {
    const d = atThreshold(p, 0.5);
    expect(confusionMatrix(y, d)).toEqual({
      labels: [0, 1],
      counts: [
        [4, 1],
        [1, 4],
      ],
      n: 10,
    });
    for (const metric of [accuracy, precision, recall, f1]) expect(metric(y, d)).toBeCloseTo(0.8, 12);
    expect(precision([0, 1, 1, 1], [1, 1, 0, 0], { positive: 0 })).toBe(0);
    expect(precision([0, 1, 1, 1], [1, 1, 0, 0])).toBe(0.5);
    expect(recall([0, 1, 1, 1], [1, 1, 0, 0])).toBeCloseTo(1 / 3, 12);
  });

  test('many: confusion_matrix; average=macro, micro, weighted with zero_division=0', () => {
    expect(confusionMatrix(t, q).counts).toEqual([
      [1, 1, 0, 0],
      [0, 2, 0, 0],
      [1, 0, 2, 0],
      [0, 0, 1, 0],
    ]);
    expect(accuracy(t, q)).toBe(0.625);
    const expected = {
      macro: [0.45833333333333326, 0.5416666666666666, 0.4916666666666667],
      micro: [0.625, 0.625, 0.625],
      weighted: [0.5416666666666666, 0.625, 0.575],
    };
    for (const average of ['macro', 'micro', 'weighted'] as const) {
      [precision, recall, f1].forEach((metric, i) => {
        expect(metric(t, q, { average })).toBeCloseTo(expected[average][i], 12);
      });
    }
    expect(confusionMatrix(['b'], ['a'], ['b', 'a', 'c']).counts).toEqual([
      [0, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(confusionMatrix([10, 9], [9, 10]).labels).toEqual([9, 10]);
  });

  test('one class, none predicted, threshold itself', () => {
    expect([precision, recall, f1].map((metric) => metric([0, 0], [0, 0]))).toEqual([0, 0, 0]);
    expect([precision, recall, f1].map((metric) => metric([1, 1], [0, 0]))).toEqual([0, 0, 0]);
    expect([precision, recall, f1].map((metric) => metric([1, 1], [1, 1]))).toEqual([1, 1, 1]);
    expect([...atThreshold([0.5, 0.49], 0.5)]).toEqual([1, 0]);
  });

  test('refusals', () => {
    expect(() => accuracy([], [])).toThrow('no rows to measure');
    expect(() => accuracy([1], [1, 0])).toThrow('1 actual values and 2 predicted');
    expect(() => accuracy([1, 0], [1, Number.NaN])).toThrow('row 1: the predicted class is NaN');
    expect(() => precision(t, q)).toThrow(
      '4 classes ("a, b, c, d"); choose an average: macro, micro, weighted',
    );
    expect(() => recall(['x', 'y'], ['x', 'x'])).toThrow(
      'the positive class 1 does not occur; there are "x, y"',
    );
    expect(() => f1(t, q, { average: 'mean' as 'macro' })).toThrow('average is "mean"; choose macro');
    expect(() => confusionMatrix(['a'], ['z'], ['a'])).toThrow(
      'row 0: class "z" is not among the labels "a"',
    );
    expect(() => atThreshold([0.1, Number.NaN])).toThrow('row 1');
  });
});

describe('scores', () => {
  test('roc_auc_score, brier_score_loss', () => {
    expect(auc(y, p)).toBeCloseTo(0.82, 12);
    expect(brierScore(y, p)).toBeCloseTo(0.16375, 12);
  });

  test('roc_curve(drop_intermediate=False), precision_recall_curve reversed', () => {
    const roc = rocCurve(y, p);
    expect(Array.from(roc.falsePositiveRate)).toEqual([0, 0, 0.2, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(Array.from(roc.truePositiveRate)).toEqual([0, 0.2, 0.6, 0.8, 0.8, 1, 1, 1]);
    expect(Array.from(roc.thresholds)).toEqual([Infinity, 0.95, 0.8, 0.6, 0.4, 0.35, 0.2, 0.1]);
    const curve = precisionRecallCurve(y, p);
    expect(Array.from(curve.precision)).toEqual([1, 1, 0.75, 0.8, 4 / 6, 5 / 8, 5 / 9, 0.5]);
    expect(Array.from(curve.recall)).toEqual([0, 0.2, 0.6, 0.8, 0.8, 1, 1, 1]);
  });

  test('AUC is the share of pairs in order, ties half, and the area under the curve', () => {
    const rows = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 5 })), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(rows, (drawn) => {
        const actual = drawn.map(([one]) => Number(one));
        const scores = drawn.map(([, score]) => score);
        fc.pre(new Set(actual).size === 2);
        let [wins, pairs] = [0, 0];
        for (let i = 0; i < actual.length; i++) {
          for (let j = 0; j < actual.length; j++) {
            if (actual[i] <= actual[j]) continue;
            pairs++;
            wins += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
          }
        }
        const { falsePositiveRate: x, truePositiveRate: h } = rocCurve(actual, scores);
        let area = 0;
        for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (h[i] + h[i - 1])) / 2;
        expect(auc(actual, scores)).toBeCloseTo(wins / pairs, 12);
        expect(area).toBeCloseTo(wins / pairs, 12);
      }),
    );
  });

  test('calibration_curve(n_bins): edges belong to the bin below', () => {
    const curve = calibrationCurve(y, p, { bins: 5 });
    const predicted = [0.15, 0.3666666666666667, 0.6, 0.8, 0.95];
    const observed = [0, 1 / 3, 1, 2 / 3, 1];
    for (let i = 0; i < 5; i++) {
      expect(curve.predicted[i]).toBeCloseTo(predicted[i], 12);
      expect(curve.observed[i]).toBeCloseTo(observed[i], 12);
    }
    expect(Array.from(curve.counts)).toEqual([2, 3, 1, 3, 1]);
    const edges = calibrationCurve([0, 1, 1, 0], [0, 0.25, 0.5, 1], { bins: 4 });
    expect(Array.from(edges.predicted)).toEqual([0.125, 0.5, 1]);
    expect(calibrationCurve([1, 0], [0.55, 0.52], { bins: 20 }).counts).toHaveLength(1);
    // (2·0.15 + 3·0.0333 + 1·0.4 + 3·0.1333 + 1·0.05) / 10
    expect(expectedCalibrationError(y, p, { bins: 5 })).toBeCloseTo(0.125, 12);
  });

  test('one class leaves curves undefined, not the errors', () => {
    expect(() => auc([1, 1], [0.2, 0.3])).toThrow(UndefinedMetricError);
    expect(() => rocCurve([0, 0], [0.2, 0.3])).toThrow('needs rows of both classes; all 2 are of class 0');
    expect(() => precisionRecallCurve([0], [0.2])).toThrow(
      'needs rows of class 1; the only row is of class 0',
    );
    expect(brierScore([1], [0.5])).toBe(0.25);
    expect(expectedCalibrationError([1, 1], [0.5, 0.5])).toBe(0.5);
  });

  test('refusals name the row', () => {
    for (const metric of [auc, rocCurve, precisionRecallCurve, brierScore]) {
      expect(() => metric([0, 1], [0.1, Number.NaN])).toThrow('row 1: the predicted value is NaN');
      expect(() => metric([0, 2], [0.1, 0.2])).toThrow('row 1: the actual value is 2; it must be 0 or 1');
      expect(() => metric([], [])).toThrow('no rows');
    }
    expect(() => brierScore([0, 1], [0.1, 1.2])).toThrow('row 1: the predicted value is 1.2');
    expect(() => calibrationCurve(y, p, { bins: 0 })).toThrow('bins is 0');
  });
});

test('bootstrapMetric: holds the value, follows the seed, draws one-class samples again', () => {
  const interval = bootstrapMetric(auc, y, p, { samples: 500 });
  expect(interval).toEqual(bootstrapMetric(auc, y, p, { samples: 500 }));
  expect(interval.value).toBeCloseTo(0.82, 12);
  expect(interval.low).toBeLessThan(0.7);
  expect(interval.high).toBeGreaterThan(0.9);
  // Of 2 rows, half of the draws have one class.
  expect(bootstrapMetric(auc, [0, 1], [0.1, 0.9], { samples: 50 })).toMatchObject({
    value: 1,
    low: 1,
    high: 1,
  });
  expect(bootstrapMetric(accuracy, t, q).value).toBe(0.625);
  expect(() => bootstrapMetric(auc, [1, 1], [0.1, 0.9])).toThrow(UndefinedMetricError);
});
