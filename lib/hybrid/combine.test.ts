import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dot, fromRows, matrix, normalizeRows, row } from '../vectors/index.js';
import { combine } from './index.js';

const text = fromRows([
  [3, 4],
  [1, 0],
]);
const image = fromRows([
  [0, 0, 2],
  [0, 5, 0],
]);
const cosine = (a: Float32Array, b: Float32Array) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

test('rows are [√α·t, √β·v] of the unit vectors', () => {
  const { vectors, weights, parts, empty } = combine([
    { name: 'text', vectors: text, weight: 0.64 },
    { name: 'image', vectors: image, weight: 0.36 },
  ]);
  expect(vectors).toMatchObject({ rows: 2, cols: 5 });
  const expected = [0.48, 0.64, 0, 0, 0.6, 0.8, 0, 0, 0.6, 0];
  for (const [i, value] of expected.entries()) expect(vectors.data[i]).toBeCloseTo(value, 6);
  expect(weights).toEqual({ text: 0.64, image: 0.36 });
  expect(parts).toEqual([
    { name: 'text', weight: 0.64, offset: 0, cols: 2, missing: [] },
    { name: 'image', weight: 0.36, offset: 2, cols: 3, missing: [] },
  ]);
  expect(empty).toEqual([]);
});

test('only the ratio of the weights matters, and the result says what was used', () => {
  const { weights } = combine([
    { name: 'text', vectors: text, weight: 3 },
    { name: 'image', vectors: image, weight: 1 },
  ]);
  expect(weights).toEqual({ text: 0.75, image: 0.25 });
});

test('with β = 0 the result is the unit text part, bit for bit, and takes no more columns', () => {
  const { vectors, weights } = combine([
    { name: 'text', vectors: text, weight: 0.7 },
    { name: 'image', vectors: image, weight: 0 },
  ]);
  expect(vectors).toEqual(normalizeRows(text));
  expect(weights).toEqual({ text: 1, image: 0 });
});

describe('missing parts', () => {
  const texts = fromRows([
    [1, 0],
    [0.6, 0.8],
    [0.8, 0.6],
    [0, 0],
  ]);
  const photos = fromRows([
    [1, 0],
    [7, 7],
    [0, 0],
    [1, 1],
  ]);
  const { vectors, parts, empty } = combine([
    { name: 'text', vectors: texts, weight: 0.7 },
    { name: 'image', vectors: photos, weight: 0.3, present: [true, false, true, false] },
  ]);

  test('a product without a photo keeps its text at full length, whatever its photo row holds', () => {
    expect([...row(vectors, 1)].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([0.6, 0.8, 0, 0]);
    expect(dot(row(vectors, 2), row(vectors, 2))).toBeCloseTo(1, 6);
    expect(parts[1].missing).toEqual([1, 2, 3]);
  });

  test('photoless with photoless: the text cosine; with a photographed one: √α of it', () => {
    expect(dot(row(vectors, 1), row(vectors, 2))).toBeCloseTo(0.96, 6);
    expect(dot(row(vectors, 0), row(vectors, 1))).toBeCloseTo(Math.sqrt(0.7) * 0.6, 6);
  });

  test('a product with no part is reported', () => {
    expect(empty).toEqual([3]);
    expect([...row(vectors, 3)]).toEqual([0, 0, 0, 0]);
  });

  test('a photo alone stands for its product', () => {
    const { vectors, empty } = combine([
      { name: 'text', vectors: fromRows([[0, 0]]), weight: 0.7 },
      { name: 'image', vectors: fromRows([[0, 2]]), weight: 0.3 },
    ]);
    expect(vectors.data[3]).toBeCloseTo(1, 6);
    expect(empty).toEqual([]);
  });
});

test('the cosine is the weighted average of the cosines of the parts', () => {
  const vector = (length: number) =>
    fc
      .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length })
      .filter((values) => values.some((x) => Math.abs(x) > 1e-3));
  const weight = fc.double({ min: 0, max: 10, noNaN: true });
  fc.assert(
    fc.property(
      fc.tuple(vector(3), vector(3)),
      fc.tuple(vector(8), vector(8)),
      fc.tuple(vector(1), vector(1)),
      fc.tuple(weight, weight, weight).filter(([a, b, c]) => a + b + c > 0.01),
      (t, v, c, weights) => {
        const matrices = [t, v, c].map((pair) => fromRows(pair));
        const { vectors } = combine(
          matrices.map((vectors, i) => ({ name: `part ${i}`, vectors, weight: weights[i] })),
        );
        const total = weights[0] + weights[1] + weights[2];
        const expected = matrices.reduce(
          (sum, m, i) => sum + (weights[i] / total) * cosine(row(m, 0), row(m, 1)),
          0,
        );
        expect(Math.abs(dot(row(vectors, 0), row(vectors, 1)) - expected)).toBeLessThan(1e-6);
      },
    ),
  );
});

test('bad weights and parts that do not fit are refused by name and value', () => {
  const parts = (alpha: number, beta: number) => [
    { name: 'text', vectors: text, weight: alpha },
    { name: 'image', vectors: image, weight: beta },
  ];
  expect(() => combine(parts(0.7, -0.3))).toThrow(
    'the weight of part "image" is -0.3; weights are numbers from 0 up',
  );
  expect(() => combine(parts(Number.NaN, 0.3))).toThrow('the weight of part "text" is NaN');
  expect(() => combine(parts(Number.POSITIVE_INFINITY, 0.3))).toThrow(
    'the weight of part "text" is Infinity',
  );
  expect(() => combine(parts(0, 0))).toThrow('every weight is 0 (text=0, image=0)');
  expect(() => combine([])).toThrow('nothing to combine');
  expect(() => combine([...parts(1, 1), { name: 'text', vectors: text, weight: 1 }])).toThrow(
    'two parts are named',
  );
  expect(() => combine([parts(1, 1)[0], { name: 'image', vectors: matrix(3, 1), weight: 1 }])).toThrow(
    'part "image" has 3 rows, part "text" has 2',
  );
  expect(() => combine([{ ...parts(1, 1)[0], present: [true] }])).toThrow(
    '"present" has 1 entries for 2 rows',
  );
  expect(() => combine([{ name: 'text', vectors: fromRows([[1, Number.NaN]]), weight: 1 }])).toThrow(
    'part "text": row 0, column 1 is NaN',
  );
});
