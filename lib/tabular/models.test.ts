import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, matrix } from '../vectors/index.js';
import { trainingColumns } from './features.js';
import {
  gradientBoosting,
  type Learner,
  type Model,
  modelFromJson,
  randomForest,
  ridge,
  stackedEnsemble,
  type TrainingData,
  xgboost,
} from './index.js';
import { nonNegativeLeastSquares } from './nnls.js';
import type { TreeModel } from './tree-model.js';
import { predictTrees } from './trees/ensemble.js';
import { train } from './xgboost/train.js';

/** As it is once it was written to a file and read again. */
const saved = (model: Model) => modelFromJson(JSON.parse(JSON.stringify(model)));

const table = (columns: number[][], target: number[], groups?: string[]): TrainingData => ({
  features: {
    names: columns.map((_, j) => `x${j}`),
    columns: columns.map((column) => Float64Array.from(column)),
  },
  target: Float64Array.from(target),
  ...(groups && { groups }),
});
const twelve = Array.from({ length: 12 }, (_, i) => i);
const small = (() => {
  const columns = [
    twelve.map((i) => (i * 7) % 12),
    twelve.map((i) => (i * 5 + 3) % 11),
    twelve.map((i) => Math.fround(Math.sin(i))),
  ];
  const target = twelve.map((i) => columns[0][i] * 1.5 - (columns[1][i] - 5) ** 2 * 0.3 + 4 * columns[2][i]);
  return table(columns, target);
})();

/** Rows of five features, the first three of which matter; about one value in ten of the second is missing. */
function drawn(rows: number, seed = 1, missing = 0.1): TrainingData {
  const random = createRandom(seed);
  const columns = Array.from({ length: 5 }, () => Array.from({ length: rows }, () => random.uniform()));
  const target = columns[0].map((x, i) => 10 * x + 5 * columns[1][i] * columns[2][i] + 0.3 * random.normal());
  columns[1] = columns[1].map((x) => (random.uniform() < missing ? Number.NaN : x));
  return table(columns, target);
}

const rounded = (values: ArrayLike<number>, digits: number) =>
  Array.from(values, (value) => Number(value.toFixed(digits)));
const r2 = (data: TrainingData, predictions: Float64Array) => {
  const mean = data.target.reduce((sum, y) => sum + y, 0) / data.target.length;
  const squares = (of: (i: number) => number) => data.target.reduce((sum, y, i) => sum + (y - of(i)) ** 2, 0);
  return 1 - squares((i) => predictions[i]) / squares(() => mean);
};

describe('trees', () => {
  test('one tree of depth 1 cuts half-way between the values where the squares fall most', async () => {
    const data = table([[1, 2, 4, 8]], [1, 1, 5, 7]);
    const { trees } = await gradientBoosting({ trees: 1, maxDepth: 1, learningRate: 1 }).fit(data);
    // Mean 3.5; left {1, 1} and right {5, 7} have means 1 and 6.
    expect(trees.base).toBe(3.5);
    expect([...trees.threshold]).toEqual([3, 0, 0]);
    expect([...trees.value]).toEqual([0, -2.5, 2.5]);
    expect([...trees.cover]).toEqual([4, 2, 2]);
  });

  test('a missing value goes where it lowers the error', async () => {
    const data = table([[1, 2, Number.NaN, 3, 4, Number.NaN]], [0, 0, 9, 9, 9, 9]);
    const model = await gradientBoosting({ trees: 1, maxDepth: 1, learningRate: 1 }).fit(data);
    expect([...model.predict(data.features)]).toEqual([0, 0, 9, 9, 9, 9]);
    expect(model.trees.missingLeft[0]).toBe(0);
    const onlyMissing = table([[1, 2, Number.NaN, Number.NaN]], [0, 0, 4, 4]);
    const cut = await gradientBoosting({ trees: 1, maxDepth: 1, learningRate: 1 }).fit(onlyMissing);
    expect([...cut.predict(onlyMissing.features)]).toEqual([0, 0, 4, 4]);
  });

  test('boosting gives what scikit-learn gives', async () => {
    // GradientBoostingRegressor(n_estimators=3, max_depth=2, learning_rate=.5).fit(X, y).predict(X), scikit-learn 1.2.1
    const model = await gradientBoosting({ trees: 3, maxDepth: 2, learningRate: 0.5 }).fit(small);
    expect(rounded(model.predict(small.features), 6)).toEqual([
      0.378463, 10.280464, 3.921521, 11.331307, 0.378463, 11.331307, 0.378463, 4.495308, 8.335023, 5.469625,
      8.335023, 1.809825,
    ]);
  });

  test('a large tree, grown by subtracting histograms, has the best cut at every node', async () => {
    const random = createRandom(3);
    const columns = [0, 1, 2].map(() => Array.from({ length: 3000 }, () => random.int(40)));
    const target = columns[0].map((x, i) => (x > 17 ? columns[1][i] : -2 * columns[2][i]) + random.normal());
    const model = await gradientBoosting({ trees: 1, maxDepth: 4, learningRate: 1 }).fit(
      table(columns, target),
    );
    const { trees } = model;
    const mean = (rows: number[]) => rows.reduce((sum, i) => sum + target[i], 0) / rows.length;
    const gain = (left: number[], right: number[]) =>
      (left.length * right.length * (mean(left) - mean(right)) ** 2) / (left.length + right.length);
    const check = (node: number, rows: number[]) => {
      expect(trees.cover[node]).toBe(rows.length);
      const f = trees.feature[node];
      if (f < 0) return expect(trees.base + trees.value[node]).toBeCloseTo(mean(rows), 8);
      const divided = (g: number, at: number) => {
        const left = rows.filter((i) => columns[g][i] <= at);
        return [left, rows.filter((i) => columns[g][i] > at)] as const;
      };
      const [left, right] = divided(f, trees.threshold[node]);
      const best = Math.max(
        ...columns.flatMap((_, g) =>
          Array.from({ length: 39 }, (_, at) => {
            const parts = divided(g, at);
            return parts[0].length && parts[1].length ? gain(...parts) : 0;
          }),
        ),
      );
      expect(gain(left, right)).toBeCloseTo(best, 6);
      check(trees.left[node], left);
      check(trees.right[node], right);
    };
    check(0, [...target.keys()]);
  });

  test.each<[string, Learner<TreeModel>]>([
    ['forest', randomForest({ trees: 60 })],
    ['boosting', gradientBoosting({ subsample: 0.7, featureFraction: 0.6 })],
    ['boosting with early stopping', gradientBoosting({ trees: 1000, earlyStopping: {} })],
    ['XGBoost', xgboost({ trees: 60, maxDepth: 4 })],
  ])('%s learns, the same twice, and survives saving', async (_, learner) => {
    const data = drawn(600);
    const unseen = drawn(400, 2);
    const model = await learner.fit(data);
    const predictions = model.predict(unseen.features);
    expect(r2(unseen, predictions)).toBeGreaterThan(0.92);
    expect((await learner.fit(data)).predict(unseen.features)).toEqual(predictions);
    const again = saved(model);
    expect(again.kind).toBe(model.kind);
    expect(again.predict(unseen.features)).toEqual(predictions);
  });

  test.each<[string, Learner]>([
    ['forest', randomForest({ trees: 20 })],
    ['boosting', gradientBoosting({ trees: 60 })],
    ['XGBoost', xgboost({ trees: 60, maxDepth: 4 })],
    ['ridge', ridge({ missing: 'median' })],
  ])('the unit of the target changes nothing: %s', async (_, learner) => {
    const data = drawn(300);
    const unseen = drawn(300, 2);
    const score = async (unit: number) => {
      const model = await learner.fit({ ...data, target: data.target.map((y) => y * unit) });
      return r2(
        unseen,
        model.predict(unseen.features).map((y) => y / unit),
      );
    };
    const usual = await score(1);
    expect(usual).toBeGreaterThan(0.85);
    for (const unit of [1e-3, 1e-8, 1e-30, 1e6, 1e25, 1e100]) {
      expect(Math.abs((await score(unit)) - usual), `unit ${unit}`).toBeLessThan(0.005);
    }
  });

  test('early stopping keeps fewer trees than it may grow', async () => {
    const { trees } = await gradientBoosting({ trees: 2000, earlyStopping: { patience: 5 } }).fit(drawn(200));
    expect(trees.starts.length - 1).toBeLessThan(500);
  });

  test("our reading of XGBoost's model predicts as the library itself, with missing values and −1", async () => {
    const data = drawn(300);
    const columns = (data.features as unknown as { columns: Float64Array[] }).columns;
    columns[3] = columns[3].map((x) => Math.round(4 * x) - 2);
    columns[0][0] = -1;
    const trained = trainingColumns(data);
    const options = {
      trees: 30,
      maxDepth: 5,
      learningRate: 0.3,
      minLeafWeight: 1,
      l2: 1,
      subsample: 1,
      featureFraction: 1,
      seed: 1,
    };
    const { trees, predictions, target } = await train(trained, options, true);
    const ours = predictTrees(
      trees,
      columns.map((column) => Float32Array.from(column)),
      300,
    );
    expect(target.mean).toBeGreaterThan(1);
    ours.forEach((value, i) => {
      expect(value).toBeCloseTo(target.mean + target.scale * predictions[i], 4);
    });
  });

  test('predictions stay within the range of the target, whatever the table', async () => {
    const value = fc.oneof(fc.float({ min: -100, max: 100, noNaN: true }), fc.constant(Number.NaN));
    const row = fc.tuple(value, value, fc.integer({ min: -50, max: 50 }));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 2, maxLength: 40 }), async (rows) => {
        const data = table(
          [rows.map((r) => r[0]), rows.map((r) => r[1])],
          rows.map((r) => r[2]),
        );
        const model = await randomForest({ trees: 5 }).fit(data);
        const [low, high] = [Math.min(...data.target), Math.max(...data.target)];
        for (const y of model.predict(data.features)) {
          expect(y).toBeGreaterThanOrEqual(low - 1e-9);
          expect(y).toBeLessThanOrEqual(high + 1e-9);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('ridge', () => {
  test('gives what scikit-learn gives', async () => {
    // Ridge(alpha=2) on StandardScaler().fit_transform(X), coefficients brought back to the units of X; 1.2.1
    const model = await ridge({ alpha: 2 }).fit(small);
    expect(rounded(model.coefficients, 6)).toEqual([0.711848, 0.575182, 1.531628]);
    expect(model.intercept).toBeCloseTo(-1.2106274, 6);
  });

  test('finds a plane by itself, leaves a constant column out, and fills in medians', async () => {
    const x = twelve.map((i) => i / 2);
    const z = twelve.map((i) => (i * i) % 5);
    const data = table(
      [x, twelve.map(() => 7), z],
      twelve.map((i) => 3 + 2 * x[i] - z[i]),
    );
    const model = await ridge().fit(data);
    expect(model.coefficients[0]).toBeCloseTo(2, 2);
    expect(model.coefficients[1]).toBe(0);
    const hole = table([[Number.NaN], [7], [0]], [0]).features;
    expect(() => model.predict(hole)).toThrow('feature "x0", row 0 is NaN, which ridge cannot use');
    const filling = await ridge({ missing: 'median' }).fit(data);
    expect(filling.predict(hole)[0]).toBeCloseTo(3 + 2 * 2.75, 1);
  });

  test('columns that depend on each other are no obstacle', async () => {
    const data = table(
      [twelve, twelve],
      twelve.map((i) => 2 * i),
    );
    const { coefficients } = await ridge({ alpha: 0 }).fit(data);
    expect(coefficients[0] + coefficients[1]).toBeCloseTo(2, 6);
  });
});

describe('stacked ensemble', () => {
  test('non-negative weights are those of scipy', () => {
    const { columns } = small.features as unknown as { columns: Float64Array[] };
    // scipy.optimize.nnls(X[:, :2], y), 1.10
    const weights = nonNegativeLeastSquares(columns.slice(0, 2), small.target);
    expect(rounded(weights, 7)).toEqual([0.4451818, 0.73068]);
    const plane = [Float64Array.of(1, 0), Float64Array.of(0, 1)];
    expect(nonNegativeLeastSquares(plane, Float64Array.of(2, -1))).toEqual([2, 0]);
  });

  test.each(['nonNegative', 'ridge'] as const)(
    '%s: is at least about as good as its best member',
    async (combine) => {
      const data = drawn(400, 1, 0);
      const unseen = drawn(400, 2, 0);
      const members = [ridge(), gradientBoosting({ trees: 80 }), randomForest({ trees: 20 })];
      const model = await stackedEnsemble(members, { combine, folds: 3 }).fit(data);
      const alone = await Promise.all(
        members.map(async (m) => r2(unseen, (await m.fit(data)).predict(unseen.features))),
      );
      expect(r2(unseen, model.predict(unseen.features))).toBeGreaterThan(Math.max(...alone) - 0.01);
      expect(saved(model).predict(unseen.features)).toEqual(model.predict(unseen.features));
    },
  );
});

describe('missing values in a stack', () => {
  const withGaps = drawn(300, 1, 0.3);

  test('trees take them, ridge gets medians, and the saved model predicts the same', async () => {
    const members = [ridge(), gradientBoosting({ trees: 60 })];
    const model = await stackedEnsemble(members, { folds: 3 }).fit(withGaps);
    const unseen = drawn(300, 2, 0.3);
    const predictions = model.predict(unseen.features);
    expect(r2(unseen, predictions)).toBeGreaterThan(0.85);
    expect(model.members[1].toJSON()).toEqual((await members[1].fit(withGaps)).toJSON());
    expect(saved(model).predict(unseen.features)).toEqual(predictions);
    await expect(members[0].fit(withGaps)).rejects.toThrow('which ridge cannot use');
    const strict = stackedEnsemble([ridge({ missing: 'error' })], { folds: 3 });
    await expect(strict.fit(withGaps)).rejects.toThrow("ridge cannot use; set missing: 'median'");
  });

  test('the medians of a fold are those of its training rows', async () => {
    const seen: number[][] = [];
    const spied: Learner = {
      name: 'spy',
      fit: () => Promise.reject(new Error('refuses missing values')),
      filling: {
        name: 'spy',
        async fit(data) {
          const model = await ridge({ missing: 'median' }).fit(data);
          seen.push((model.toJSON().fill as number[]).slice());
          return model;
        },
      },
    };
    const x = twelve.map((i) => (i === 0 ? Number.NaN : i));
    await stackedEnsemble([spied], { folds: 3 }).fit(table([x, twelve], twelve));
    expect(seen).toHaveLength(4);
    expect(seen[3][0]).toBe(6);
    expect(new Set(seen.slice(0, 3).map(([fill]) => fill)).size).toBeGreaterThan(1);
  });
});

describe('bad input', () => {
  const learners = [
    randomForest({ trees: 2 }),
    gradientBoosting({ trees: 2 }),
    xgboost({ trees: 2 }),
    ridge(),
  ];
  test.each(learners.map((learner) => [learner.name, learner] as const))('%s', async (_, learner) => {
    await expect(learner.fit(table([[]], []))).rejects.toThrow('the table has no rows');
    await expect(learner.fit(table([[1]], [1]))).rejects.toThrow('the table has 1 row; at least 2');
    await expect(learner.fit(table([[1, 2]], [1, Number.NaN]))).rejects.toThrow('the target of row 1 is NaN');
    await expect(learner.fit(table([[1, 2]], [1, 1e200]))).rejects.toThrow(
      'the target of row 1 is 1e+200, whose square is beyond what numbers can hold',
    );
    await expect(learner.fit(table([[1, 2]], [1]))).rejects.toThrow('1 target values for 2 rows');
    await expect(learner.fit(table([[1, Infinity]], [1, 2]))).rejects.toThrow(
      'feature "x0", row 1 is Infinity',
    );
    await expect(learner.fit(table([[1, 2], [1]], [1, 2]))).rejects.toThrow('feature "x1" has 1 rows');
    await expect(learner.fit(table([], []))).rejects.toThrow('no features');
    const constant = table([[3, 3, 3]], [1, 2, 6]);
    for (const y of (await learner.fit(constant)).predict(constant.features)) expect(y).toBeGreaterThan(0.9);
  });

  test('options', () => {
    expect(() => randomForest({ depth: 3 } as never)).toThrow(
      'randomForest has no option "depth"; choose from trees, maxDepth',
    );
    expect(() => xgboost({ learningRate: 7 })).toThrow('xgboost: learningRate is 7');
  });

  test('a model refuses other features, by name', async () => {
    const model = await ridge().fit(small);
    const given = (names: string[]) => ({ names, matrix: matrix(1, names.length) });
    expect(() => model.predict(given(['x0', 'x1', 'hue']))).toThrow('missing: "x2"; not known to it: "hue"');
    expect(() => model.predict(given(['x1', 'x0', 'x2']))).toThrow('place 1 has "x1", it expects "x0"');
    expect(model.predict(given(['x0', 'x1', 'x2'])).length).toBe(1);
  });

  test('a damaged model', async () => {
    const model = await gradientBoosting({ trees: 2 }).fit(small);
    const damage = (change: (trees: Record<string, number[]>) => void) => {
      const json = JSON.parse(JSON.stringify(model));
      change(json.trees);
      return modelFromJson(json);
    };
    expect(damage(() => {}).predict(small.features)).toEqual(model.predict(small.features));
    expect(() =>
      damage((t) => {
        t.left[0] = 0;
      }),
    ).toThrow('node 0 of tree 0 has 0 as a child');
    expect(() =>
      damage((t) => {
        t.right[0] = 99999;
      }),
    ).toThrow('has 99999 as a child');
    expect(() =>
      damage((t) => {
        t.right[0] = t.left[0];
      }),
    ).toThrow();
    expect(() =>
      damage((t) => {
        t.feature[0] = 3;
      }),
    ).toThrow('asks feature 3 of 3');
    expect(() =>
      damage((t) => {
        t.starts[1] = 2;
      }),
    ).toThrow();
    expect(() =>
      damage((t) => {
        t.cover.pop();
      }),
    ).toThrow();
    expect(() =>
      damage((t) => {
        t.value[1] = null as never;
      }),
    ).toThrow();
    expect(() => modelFromJson({ kind: 'gradientBoosting' })).toThrow();
  });
});
