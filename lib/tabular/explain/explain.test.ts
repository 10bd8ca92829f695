import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plotPng } from '../../plot/index.js';
import { createRandom } from '../../vectors/index.js';
import {
  gradientBoosting,
  partialDependence,
  permutationImportance,
  randomForest,
  ridge,
  waterfall,
  waterfallFigure,
  xgboost,
} from '../index.js';
import type { TreeModel } from '../tree-model.js';
import { treeShap } from './tree-shap.js';

function drawn(rows: number, features: number, seed: number) {
  const random = createRandom(seed);
  const columns = Array.from({ length: features }, () =>
    Float64Array.from({ length: rows }, () => (random.uniform() < 0.1 ? Number.NaN : random.uniform())),
  );
  const at = (j: number, i: number) => columns[j % features][i] || 0;
  const target = Float64Array.from(
    { length: rows },
    (_, i) => 5 * at(0, i) + 3 * at(1, i) * at(2, i) + random.normal() * 0.2,
  );
  return { features: { names: columns.map((_, j) => `x${j}`), columns }, target };
}

/** Shapley values by their definition, over all subsets of the features. */
function shapleyByDefinition({ trees }: TreeModel, row: Float32Array): number[] {
  const { feature, threshold, left, right, missingLeft, value, cover, starts, base } = trees;
  const given = (known: number, node: number): number => {
    const f = feature[node];
    if (f < 0) return value[node];
    const [l, r] = [left[node], right[node]];
    if ((known >> f) & 1) {
      const goesLeft = Number.isNaN(row[f]) ? missingLeft[node] === 1 : row[f] <= threshold[node];
      return given(known, goesLeft ? l : r);
    }
    return (cover[l] * given(known, l) + cover[r] * given(known, r)) / (cover[l] + cover[r]);
  };
  const worth = (known: number) =>
    starts.subarray(0, -1).reduce((sum, root) => sum + given(known, root), base);
  const n = row.length;
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  return Array.from(row, (_, j) => {
    let sum = 0;
    for (let known = 0; known < 1 << n; known++) {
      if ((known >> j) & 1) continue;
      const size = known.toString(2).replaceAll('0', '').length;
      const share = (factorial(size) * factorial(n - size - 1)) / factorial(n);
      sum += share * (worth(known | (1 << j)) - worth(known));
    }
    return sum;
  });
}

test('a tree with one question, by hand', async () => {
  const features = { names: ['x'], columns: [Float64Array.of(1, 2, 4, 8)] };
  const model = await gradientBoosting({ trees: 1, maxDepth: 1, learningRate: 1 }).fit({
    features,
    target: Float64Array.of(1, 1, 1, 9),
  });
  // Three rows at 1 and one at 9: expected 3, so the feature takes 2 away from the first and adds 6 to the last.
  const { expected, values } = treeShap(model, features);
  expect(expected).toBe(3);
  expect(values.map(([x]) => x)).toEqual([-2, -2, -2, 6]);
});

test('SHAP values are the Shapley values of the definition', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 1000 }),
      async (size, seed) => {
        const data = drawn(60, size, seed);
        const boosted = await gradientBoosting({ trees: 4, maxDepth: 4, seed }).fit(data);
        const forest = await randomForest({ trees: 3, maxDepth: 7, seed }).fit(data);
        for (const model of [boosted, forest]) {
          const { values } = treeShap(model, data.features);
          for (let i = 0; i < 8; i++) {
            const row = Float32Array.from(data.features.columns, (column) => column[i]);
            shapleyByDefinition(model, row).forEach((value, j) => {
              expect(values[i][j]).toBeCloseTo(value, 9);
            });
          }
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('they add up to the prediction less the expected value, for a deep forest and for XGBoost', async () => {
  const data = drawn(200, 6, 3);
  for (const learner of [randomForest({ trees: 20 }), xgboost({ trees: 30 })]) {
    const { expected, values, predictions } = treeShap(await learner.fit(data), data.features);
    values.forEach((contributions, i) => {
      expect(contributions.reduce((sum, value) => sum + value, expected)).toBeCloseTo(predictions[i], 8);
    });
  }
});

test('a waterfall goes from the expected value to the prediction, and is drawn', async () => {
  const data = drawn(100, 5, 1);
  const explained = treeShap(await gradientBoosting({ trees: 20 }).fit(data), data.features);
  const steps = waterfall(explained, 3, 2);
  expect(steps.map(({ name }) => name)).toEqual([expect.any(String), expect.any(String), '3 others']);
  expect(steps[0].from).toBe(explained.expected);
  expect(steps.at(-1)?.to).toBeCloseTo(explained.predictions[3], 9);
  expect(Math.abs(steps[0].contribution)).toBeGreaterThanOrEqual(Math.abs(steps[1].contribution));
  const png = await plotPng(waterfallFigure(explained, { row: 3 }));
  expect(png.length).toBeGreaterThan(1000);
  expect(() => waterfall(explained, 100)).toThrow('there is no row 100');
});

test('permutation importance finds what matters, with intervals', async () => {
  const data = drawn(400, 5, 2);
  const found = permutationImportance(await gradientBoosting().fit(data), drawn(400, 5, 9));
  expect(found.map(({ name }) => name)[0]).toBe('x0');
  const of = (name: string) => found.find((feature) => feature.name === name)!;
  expect(of('x0').low).toBeGreaterThan(0.5);
  expect(of('x1').low).toBeGreaterThan(of('x4').high);
  expect(of('x4').importance).toBeCloseTo(0, 1);
  for (const { importance, low, high } of found) {
    expect(low).toBeLessThanOrEqual(importance);
    expect(high).toBeGreaterThanOrEqual(importance);
  }
});

test('the partial dependence of a line is the line', async () => {
  const x = Float64Array.from({ length: 50 }, (_, i) => i / 10);
  const z = Float64Array.from({ length: 50 }, (_, i) => (i * 7) % 5);
  const features = { names: ['x', 'z'], columns: [x, z] };
  const model = await ridge({ alpha: 0 }).fit({ features, target: x.map((value, i) => 2 * value + z[i]) });
  const { values, mean, low, high } = partialDependence(model, features, 'x');
  expect(values.length).toBe(20);
  values.forEach((value, k) => {
    expect(mean[k]).toBeCloseTo(2 * value + 2, 6);
    expect([low[k], high[k]]).toEqual([expect.closeTo(2 * value, 6), expect.closeTo(2 * value + 4, 6)]);
  });
  expect(() => partialDependence(model, features, 'y')).toThrow(
    'the model has no feature "y"; choose from x, z',
  );
});
