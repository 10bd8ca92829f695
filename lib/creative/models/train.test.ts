import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampledShapley } from '../../tabular/explain/sampled-shapley.js';
import { gradientBoosting, ridge, stackedEnsemble } from '../../tabular/index.js';
import type { RidgeModel } from '../../tabular/ridge.js';
import { creativeRows } from '../../testing/creative-rows.js';
import { contributionsOf } from './contributions.js';
import { scoreRows } from './creative-model.js';
import { holdOutAccounts } from './hold-out.js';
import { creativeLearners } from './learners.js';
import { predictCreative } from './predict.js';
import { openCreativeModel, saveCreativeModel } from './save-model.js';
import { type CreativeTraining, trainCreativeModels } from './train.js';
import { mergeRows, selectRowsOf } from './training-rows.js';

let folder = '';
let training: CreativeTraining;
const rows = creativeRows(700);
const single = [ridge({ missing: 'median' }), gradientBoosting({ trees: 80, subsample: 0.7 })];
const learners = [...single, stackedEnsemble(single, { folds: 3 })];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-creative-'));
  training = await trainCreativeModels(rows, { noiseRmse: 4, learners });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a trained model', () => {
  test('finds what there is to find, on accounts that it has not seen', () => {
    const { metrics, train, held, importance } = training;
    expect(train.groups.some((group) => held.groups.includes(group))).toBe(false);
    expect(metrics.r2Ceiling).toBeGreaterThan(0.75);
    expect(metrics.r2).toBeGreaterThan(metrics.r2Ceiling! - 0.1);
    expect(metrics.coverage).toBeGreaterThan(0.8);
    expect(importance.slice(0, 3).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['balance', 'saturation', 'hour']),
    );
    expect(creativeLearners(1).map(({ name }) => name)).toEqual([
      'ridge',
      'random forest',
      'gradient boosting',
      'neural network',
      'XGBoost',
      'stacked ensemble',
    ]);
  });
  test('says of each platform which model answers, and why', () => {
    expect(training.model.rules.map(({ platform }) => platform)).toEqual([
      'instagram',
      'linkedin',
      'facebook',
      'tiktok',
    ]);
    for (const { rows, answers, ownRmse, generalRmse, why } of training.model.rules) {
      if (rows >= 150) expect(answers === 'own').toBe(ownRmse! < generalRmse!);
      else expect(why).toMatch(/a model of its own needs 150 of 10/);
    }
  });
  test('contributions add up to the prediction', () => {
    const { held, model } = training;
    for (const { model: fitted } of training.leaderboard) {
      const { expected, values, predictions, names } = contributionsOf(fitted, held, model.reference.rows);
      expect(names.filter((name) => name.startsWith('platform'))).toEqual(['platform']);
      values.slice(0, 5).forEach((row, i) => {
        expect(row.reduce((sum, value) => sum + value, expected)).toBeCloseTo(predictions[i], 6);
      });
    }
  });
  test('sampled Shapley values of a line are exact', () => {
    const line = training.leaderboard.find(({ name }) => name === 'ridge')!.model as RidgeModel;
    const one = selectRowsOf(training.held, [3]);
    const { expected, values, predictions } = sampledShapley(line, one, one);
    expect(expected).toBeCloseTo(predictions[0], 6);
    for (const value of values[0]) expect(value).toBeCloseTo(0, 9);
    const other = selectRowsOf(training.held, [5]);
    const moved = sampledShapley(line, one, other).values[0];
    line.coefficients.forEach((c, j) => {
      expect(moved[j]).toBeCloseTo(c * (one.matrix.data[j] - other.matrix.data[j]), 5);
    });
  });
  test('saved and opened, it says the same; with other features it refuses', async () => {
    const at = path.join(folder, 'model');
    await saveCreativeModel(at, training.model);
    const opened = await openCreativeModel(at, rows.names);
    const platforms = training.held.posts.map(({ platform }) => platform);
    expect(scoreRows(opened, training.held, platforms)).toEqual(training.heldScores);
    expect(opened.reference.rows.posts.length).toBe(training.train.posts.length);
    await expect(openCreativeModel(at, [...rows.names.slice(1), 'mood'])).rejects.toThrow(
      /missing: "effective_colors"; not known to it: "mood"/,
    );
    const file = path.join(at, 'model.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/"features": \d+/, '"features": 1'));
    await expect(openCreativeModel(at)).rejects.toThrow(
      /model was trained on features of version 1, and pictures now get those of version \d+; train it again/,
    );
    await writeFile(file, text);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"version": 1', '"version": 2'));
    await expect(openCreativeModel(at)).rejects.toThrow(/model\.json/);
  });
  test('predicts an image, and refuses what is none, and places that are none', async () => {
    const image = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#c43' } })
      .png()
      .toBuffer();
    const context = { platform: 'instagram', hour: 18, weekday: 2, audience: 20_000 };
    const found = await predictCreative(image, context, training.model);
    expect(found.low).toBeLessThan(found.high);
    expect(found.low).toBeLessThanOrEqual(found.score);
    expect(found.high).toBeGreaterThanOrEqual(found.score);
    expect(found.answeredBy).toBe('general');
    for (const { gain } of found.advice) expect(gain).toBeGreaterThan(0);
    const text = new TextEncoder().encode('no image at all');
    await expect(predictCreative(text, context, training.model)).rejects.toThrow(
      /cannot be read as an image/,
    );
    await expect(predictCreative(image, { ...context, platform: 'myspace' }, training.model)).rejects.toThrow(
      'platform is "myspace"; it must be one of instagram, linkedin, facebook, tiktok',
    );
    await expect(predictCreative(image, { ...context, hour: 24 }, training.model)).rejects.toThrow(
      'hour is 24; it must be at most 23',
    );
    const { model } = training;
    const without = { ...model, rules: model.rules.filter(({ platform }) => platform !== 'tiktok') };
    await expect(predictCreative(image, { ...context, platform: 'tiktok' }, without)).rejects.toThrow(
      'the model was trained on no post of tiktok; it knows instagram, linkedin, facebook',
    );
  });
});

describe('data that cannot be trained on', () => {
  test.each([
    [0, '0 posts have an image and an outcome; 100 are needed'],
    [1, '1 posts have an image and an outcome; 100 are needed'],
    [99, '99 posts have an image and an outcome; 100 are needed'],
  ])('%i posts', async (count, message) => {
    const few = selectRowsOf(
      rows,
      Array.from({ length: count }, (_, i) => i),
    );
    await expect(trainCreativeModels(few)).rejects.toThrow(message);
  });
  test('an outcome that is NaN is no outcome', async () => {
    const target = rows.target.map((y, i) => (i < 650 ? Number.NaN : y));
    await expect(trainCreativeModels({ ...rows, target })).rejects.toThrow(
      '50 posts have an image and an outcome (650 have no outcome); 100 are needed to train on',
    );
  });
});

test('a constant column, and a column of NaN, harm nobody; a platform with its own laws gets its own model', async () => {
  const table = creativeRows(480, { seed: 5, noise: 2, platforms: 2 });
  const [constant, missing] = ['alignment', 'log_audience'].map((name) => table.names.indexOf(name));
  for (let i = 0; i < 480; i++) {
    table.matrix.data[i * table.names.length + constant] = 3;
    table.matrix.data[i * table.names.length + missing] = i % 3 ? Number.NaN : 4;
    // On the second platform what was good is bad.
    if (i % 2) table.target[i] = 100 - table.target[i];
  }
  const { model, metrics } = await trainCreativeModels(table, { learners: single });
  expect(metrics.r2).toBeGreaterThan(0.5);
  expect(model.rules.map(({ rows }) => rows).every((rows) => rows >= 150)).toBe(true);
  const own = model.rules.filter(({ answers }) => answers === 'own');
  for (const { ownRmse, generalRmse, platform } of own) {
    expect(ownRmse).toBeLessThan(generalRmse!);
    expect(model.own).toHaveProperty(platform);
  }
  expect(own.length).toBeGreaterThan(0);
}, 60_000);

test('a fifth of the accounts of each platform is held out, and keeps its side', () => {
  const { held, train, by } = holdOutAccounts(rows);
  expect(by).toBe('accounts');
  const accounts = (at: readonly number[]) => new Set(at.map((i) => rows.groups[i]));
  for (const account of accounts(held)) expect(accounts(train).has(account)).toBe(false);
  expect(accounts(held).size / new Set(rows.groups).size).toBeCloseTo(0.2, 1);
  const backwards = selectRowsOf(rows, [...rows.posts.keys()].reverse());
  expect(new Set(holdOutAccounts(backwards).held.map((i) => backwards.groups[i]))).toEqual(accounts(held));
  const known = { train: accounts(held), held: accounts(train.slice(0, 40)) };
  const sides = holdOutAccounts(rows, known);
  for (const account of known.held) expect(accounts(sides.held).has(account)).toBe(true);
  for (const account of known.train) expect(accounts(sides.held).has(account)).toBe(false);
  const one = { ...rows, groups: rows.groups.map(() => 'instagram/own') };
  expect(holdOutAccounts(one).by).toBe('posts');
  expect(holdOutAccounts(one).held.length).toBe(140);
});

test('what of a window is left when rows are limited has the sides that the window has', () => {
  const names = [...new Set(rows.groups)];
  const known = { train: new Set(names.slice(0, 5)), held: new Set(names.slice(5, 8)) };
  const whole = holdOutAccounts(rows, known);
  const tests = new Set(whole.held.map((i) => rows.groups[i]));
  for (const most of [10, 20, 30, 40, 50, 60, 80, 100, 300]) {
    const left = mergeRows(selectRowsOf(rows, []), rows, most);
    const { train } = holdOutAccounts(left, known);
    expect(train.filter((i) => tests.has(left.groups[i]))).toEqual([]);
  }
});

test('rows are merged by post, the newest kept', () => {
  const older = selectRowsOf(rows, [0, 1, 2]);
  const newer = { ...selectRowsOf(rows, [2, 3]), target: Float64Array.of(7, 8) };
  const both = mergeRows(older, newer, 10);
  expect(both.posts.map(({ id }) => id)).toEqual(['1-0', '1-1', '1-2', '1-3']);
  expect([...both.target.slice(2)]).toEqual([7, 8]);
  expect(both.matrix.data.slice(2 * both.names.length)).toEqual(newer.matrix.data);
  const times = both.posts.map(({ postingTime }) => postingTime).sort();
  const two = mergeRows(older, newer, 2);
  expect(two.posts.map(({ postingTime }) => postingTime).sort()).toEqual(times.slice(2));
  expect(() => mergeRows({ ...older, names: ['x'] }, newer, 2)).toThrow(/other features/);
});
