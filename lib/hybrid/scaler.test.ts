import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromRows } from '../vectors/index.js';
import { scalerFromJson, standardScaler } from './index.js';

const m = fromRows([
  [1, 7, 0],
  [3, 7, 4],
  [100, 100, 100],
]);
const present = [1, 1, 0];

test('columns get mean 0 and deviation 1; one without variance is only centred; missing rows do not count', () => {
  const scaler = standardScaler(m, { present });
  expect(scaler.toJSON()).toEqual({
    version: 1,
    kind: 'standard',
    rows: 2,
    mean: [2, 7, 2],
    scale: [1, 1, 2],
  });
  expect([...scaler.transform(m, present).data]).toEqual([-1, 0, -1, 1, 0, 1, 0, 0, 0]);
});

test('center only subtracts, none changes nothing', () => {
  expect([...standardScaler(m, { kind: 'center', present }).transform(m, present).data.slice(0, 6)]).toEqual([
    -1, 0, -2, 1, 0, 2,
  ]);
  expect(standardScaler(m, { kind: 'none' }).transform(m)).toEqual(m);
});

test('a constant that binary fractions cannot hold has no variance', () => {
  const constant = fromRows(Array.from({ length: 1000 }, () => [0.1]));
  expect(standardScaler(constant).toJSON().scale).toEqual([1]);
});

test('scaled data has mean 0 and deviation 1', () => {
  const column = fc.array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: 3, maxLength: 30 });
  fc.assert(
    fc.property(column, (values) => {
      fc.pre(Math.max(...values) - Math.min(...values) > 1);
      const rows = fromRows(values.map((x) => [x]));
      const scaled = [...standardScaler(rows).transform(rows).data];
      const mean = scaled.reduce((sum, x) => sum + x, 0) / scaled.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(scaled.reduce((sum, x) => sum + (x - mean) ** 2, 0) / scaled.length).toBeCloseTo(1, 4);
    }),
  );
});

test('it survives JSON', () => {
  const scaler = standardScaler(m, { present });
  const again = scalerFromJson(JSON.parse(JSON.stringify(scaler)));
  expect(again.transform(m)).toEqual(scaler.transform(m));
  expect(again).toMatchObject({ kind: 'standard', dim: 3, rows: 2 });
});

test('what does not fit is refused', () => {
  expect(() => standardScaler(m).transform(fromRows([[1, 2]]))).toThrow(
    'the scaler was fitted on 3 columns, the vectors have 2',
  );
  expect(() => standardScaler(m, { present: [0, 0, 0] })).toThrow('none of 3 has any');
  expect(() => standardScaler(fromRows([[Number.NaN]]))).toThrow('row 0, column 0 is NaN');
  expect(() => standardScaler(m, { kind: 'robust' as 'none' })).toThrow('scaler kind "robust"');
  const json = standardScaler(m).toJSON();
  expect(() => scalerFromJson({ ...json, version: 2 })).toThrow('not a scaler of version 1: version');
  expect(() => scalerFromJson({ ...json, mean: [1] })).toThrow('mean and scale differ in length');
  expect(() => scalerFromJson({ ...json, scale: [1, 0, 1] })).toThrow('scale.1');
  expect(() => scalerFromJson('text')).toThrow('the whole');
});
