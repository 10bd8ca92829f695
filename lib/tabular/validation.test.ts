import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../vectors/index.js';
import { lowerRank, upperRank } from './conformal-quantile.js';
import { kFolds } from './folds.js';
import {
  compareModels,
  conformalInterval,
  crossValidate,
  gradientBoosting,
  type Learner,
  leaderboardTable,
  loadIntervals,
  randomForest,
  ridge,
  saveIntervals,
  tuneHyperparameters,
} from './index.js';
import type { Trial } from './tune.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tabular-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Two features and noise that grows with the first; ten rows a group. */
function drawn(rows: number, seed: number, spread: (x: number) => number = () => 1) {
  const random = createRandom(seed);
  const columns = [0, 1].map(() => Float64Array.from({ length: rows }, () => random.uniform()));
  const target = columns[0].map(
    (x, i) => 10 * x + 4 * Math.sin(6 * columns[1][i]) + spread(x) * random.normal(),
  );
  const groups = Array.from({ length: rows }, (_, i) => `account ${Math.floor(i / 10)}`);
  return { features: { names: ['a', 'b'], columns }, target, groups };
}

test('folds: every row is tested once, no group is divided, sizes are about equal', () => {
  const groupsOf = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 30, maxLength: 80 });
  fc.assert(
    fc.property(groupsOf, fc.integer(), (ids, seed) => {
      const groups = ids.map((id) => `g${id}`);
      fc.pre(new Set(groups).size >= 4);
      const folds = kFolds({ rows: ids.length, groups }, 4, seed);
      expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual([...ids.keys()]);
      for (const { train, test } of folds) {
        expect(train.length + test.length).toBe(ids.length);
        const tested = new Set(Array.from(test, (i) => groups[i]));
        for (const i of train) expect(tested.has(groups[i])).toBe(false);
      }
    }),
  );
  const sizes = kFolds({ rows: 12 }, 5, 1).map(({ test }) => test.length);
  expect(sizes.sort()).toEqual([2, 2, 2, 3, 3]);
  expect(() => kFolds({ rows: 4, groups: ['a', 'a', 'b', 'b'] }, 3, 1)).toThrow(
    '2 groups cannot be divided into 3 folds',
  );
});

test('cross-validation of the mean, by hand', async () => {
  const mean: Learner = {
    name: 'mean',
    async fit({ features, target }) {
      const value = target.reduce((sum, y) => sum + y, 0) / target.length;
      return {
        kind: 'ridge',
        names: features.names,
        predict: () => Float64Array.of(value, value),
        toJSON: () => ({ kind: 'ridge', names: features.names }),
      };
    },
  };
  // Groups of two: {0, 2}, {4, 6}, {8, 10}; the other groups' means are 7, 5 and 3.
  const data = {
    features: { names: ['x'], columns: [new Float64Array(6)] },
    target: Float64Array.of(0, 2, 4, 6, 8, 10),
    groups: ['a', 'a', 'b', 'b', 'c', 'c'],
  };
  const { mean: scores, spread, folds } = await crossValidate(mean, data, { folds: 3 });
  expect(folds.map(({ mae }) => mae).sort()).toEqual([1, 6, 6]);
  expect(scores.mae).toBeCloseTo(13 / 3, 12);
  expect(scores.rmse).toBeCloseTo((1 + 2 * Math.sqrt(37)) / 3, 12);
  // Squares about each fold's own mean are 2; residuals 74, 2, 74.
  expect(scores.r2).toBeCloseTo((0 - 36 - 36) / 3, 12);
  expect(spread.mae).toBeCloseTo(Math.sqrt(25 / 3), 12);
});

test('the leaderboard puts the best first', async () => {
  const rows = await compareModels([ridge(), gradientBoosting()], drawn(300, 1), {
    held: drawn(200, 2),
    folds: 3,
  });
  expect(rows.map(({ name }) => name)).toEqual(['gradient boosting', 'ridge']);
  expect(rows[0].held!.r2).toBeGreaterThan(0.85);
  expect(Object.keys(leaderboardTable(rows)[0])).toContain('R² (held out)');
  await expect(compareModels([ridge(), ridge()], drawn(50, 1))).rejects.toThrow(
    'two learners are named "ridge"',
  );
});

describe('tuning', () => {
  const space = { learningRate: { low: 0.005, high: 0.5, log: true }, maxDepth: [1, 2, 3] };
  const boosting = (options: object) => gradientBoosting({ trees: 15, ...options });
  const withoutTime = (trials: readonly Trial[]) => trials.map(({ ms, ...trial }) => trial);

  test('a search that was interrupted goes on as if it had not been', async () => {
    const data = drawn(150, 1);
    const stateFile = path.join(folder, 'search.json');
    const options = { trials: 8, folds: 3, seed: 5 };
    const whole = await tuneHyperparameters(boosting, space, data, options);
    const stop = (_: Trial, index: number) => {
      if (index === 2) throw new Error('stopped');
    };
    const interrupted = tuneHyperparameters(boosting, space, data, { ...options, stateFile, onTrial: stop });
    await expect(interrupted).rejects.toThrow('stopped');
    expect(JSON.parse(await readFile(stateFile, 'utf8')).trials.length).toBe(3);
    const resumed: number[] = [];
    const rest = await tuneHyperparameters(boosting, space, data, {
      ...options,
      stateFile,
      onTrial: (_, index) => resumed.push(index),
    });
    expect(resumed).toEqual([3, 4, 5, 6, 7]);
    expect(withoutTime(rest.trials)).toEqual(withoutTime(whole.trials));
    expect(rest.best.r2).toBe(Math.max(...rest.trials.map(({ r2 }) => r2)));
    expect(rest.outOfTime).toBe(false);
    await expect(
      tuneHyperparameters(boosting, space, drawn(150, 2), { ...options, stateFile }),
    ).rejects.toThrow('holds a search with other data');
  });

  test('time ends it after at least one trial', async () => {
    const { trials, outOfTime } = await tuneHyperparameters(boosting, space, drawn(60, 1), {
      timeBudgetMs: 1e-6,
    });
    expect([trials.length, outOfTime]).toEqual([1, true]);
    await expect(tuneHyperparameters(boosting, {}, drawn(60, 1))).rejects.toThrow('name at least one option');
  });
});

describe('conformal intervals', () => {
  test('ranks, by hand', () => {
    const nine = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    expect([upperRank(nine, 0.9), upperRank(nine, 0.8), upperRank(nine, 0.95)]).toEqual([9, 8, Infinity]);
    expect([lowerRank(nine, 0.9), lowerRank(nine, 0.8), lowerRank(nine, 0.95)]).toEqual([1, 2, -Infinity]);
  });

  test.each(['cv', 'cv+', 'split'] as const)(
    '%s: 90%% intervals hold 87 to 93%% of unseen rows',
    async (method) => {
      const predictor = await conformalInterval(gradientBoosting({ trees: 60 }), drawn(1000, 1), {
        method,
        folds: 5,
      });
      const { coverage, meanWidth } = predictor.coverage(drawn(2000, 2));
      expect(coverage).toBeGreaterThan(0.87);
      expect(coverage).toBeLessThan(0.93);
      // Noise of deviation 1 alone needs 2 · 1.645.
      expect(meanWidth).toBeGreaterThan(3.2);
      expect(meanWidth).toBeLessThan(4.2);
      const file = path.join(folder, 'intervals.json');
      await saveIntervals(file, predictor);
      const few = drawn(5, 3).features;
      expect((await loadIntervals(file, ['a', 'b'])).predict(few)).toEqual(predictor.predict(few));
      await expect(loadIntervals(file, ['a'])).rejects.toThrow('missing: "b"');
    },
  );

  test('difficulty makes intervals wide where the noise is', async () => {
    const spread = (x: number) => 0.2 + 3 * x;
    const options = { method: 'split', difficulty: randomForest({ trees: 50, minLeafWeight: 20 }) } as const;
    const predictor = await conformalInterval(
      gradientBoosting({ trees: 60 }),
      drawn(1500, 1, spread),
      options,
    );
    expect(predictor.coverage(drawn(1500, 2, spread)).coverage).toBeCloseTo(0.9, 1);
    const { low, high } = predictor.predict({
      names: ['a', 'b'],
      columns: [Float64Array.of(0.1, 0.9), Float64Array.of(0.5, 0.5)],
    });
    expect(high[1] - low[1]).toBeGreaterThan(2 * (high[0] - low[0]));
  });

  test('too few rows for the confidence', async () => {
    const asked = conformalInterval(ridge(), drawn(100, 1), { confidence: 0.999 });
    await expect(asked).rejects.toThrow('100 errors on unseen rows are too few');
  });
});
