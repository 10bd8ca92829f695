import { describe, expect, test } from 'vitest';
import { createRandom, randomStream } from '../../vectors/index.js';
import { detectDrift } from './detect-drift.js';
import type { Table } from './table.js';

const normals = (n: number, seed: number, shift = 0) => {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, () => random.normal() + shift);
};
const picks = (n: number, seed: number, names: readonly string[]) => {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => random.pick(names));
};
const of = (report: ReturnType<typeof detectDrift>, column: string) => {
  const found = report.columns.find((one) => one.column === column);
  if (!found) throw new Error(`no column ${column}`);
  return found;
};

describe('up to 1,000 rows', () => {
  const reference: Table = {
    x: normals(400, 1),
    same: normals(400, 2),
    kind: picks(400, 3, ['a', 'b', 'c']),
  };
  const current: Table = {
    x: normals(300, 4, 0.6),
    same: normals(300, 5),
    kind: picks(300, 6, ['a', 'a', 'a', 'b', 'd']),
  };
  const report = detectDrift(reference, current);
  test('tests say which columns drifted, and why', () => {
    expect(report.drifted).toBe(true);
    expect(of(report, 'x')).toMatchObject({
      verdict: 'drift',
      kind: 'numeric',
      test: { name: 'kolmogorov-smirnov' },
    });
    expect(of(report, 'kind')).toMatchObject({
      verdict: 'drift',
      kind: 'categorical',
      test: { name: 'chi-squared' },
    });
    expect(of(report, 'kind').newCategories).toEqual([{ category: 'd', share: expect.closeTo(0.2, 1) }]);
    expect(of(report, 'same')).toMatchObject({ verdict: 'stable', psi: { level: expect.any(String) } });
    expect(report.tests).toBe(7);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
  test('the same rows have not drifted', () => {
    expect(detectDrift(reference, reference)).toMatchObject({
      drifted: false,
      columns: [{ verdict: 'stable' }, { verdict: 'stable' }, { verdict: 'stable' }],
    });
  });
});

describe('columns that name rows', () => {
  const count = (from: number) => Float64Array.from({ length: 60 }, (_, i) => from + i);
  const apart = (from: number) => Float64Array.from({ length: 60 }, (_, i) => from + ((i * 37) % 60) * 1000);
  const shuffled = (from: number) => Float64Array.from({ length: 60 }, (_, i) => from + ((i * 37) % 60));
  test.each([
    ['row', count(1), count(61)],
    ['place', shuffled(1), shuffled(61)],
    ['nr', shuffled(1).map((value) => value * 2), shuffled(900).map((value) => value * 2)],
    ['post_id', apart(1), apart(900_000)],
    ['productId', apart(1), apart(900_000)],
    ['SKU', picks(60, 1, ['a']).map((_, i) => `a${i}`), picks(60, 1, ['b']).map((_, i) => `b${i}`)],
  ])('%s is left out, and said so', (name, reference, current) => {
    const report = detectDrift({ [name]: reference }, { [name]: current });
    expect(report.drifted).toBe(false);
    expect(of(report, name)).toMatchObject({
      verdict: 'not tested',
      reasons: ['60 different values in 60 rows: names or ids, not categories'],
    });
  });
  test.each([
    ['likes', apart(1), apart(900_000)],
    ['paid', apart(1), apart(900_000)],
    ['brand_id', count(1).map((value) => value % 7), count(1).map((value) => (value % 7) + 3)],
    ['weight', count(1).map((value) => value / 8), count(61).map((value) => value / 8)],
  ])('%s is a number like others', (name, reference, current) => {
    expect(of(detectDrift({ [name]: reference }, { [name]: current }), name).verdict).toBe('drift');
  });
  test('counts are no ids, however large: by chance some are equal', () => {
    const views = (n: number, seed: number, mean: number) => {
      const random = createRandom(seed);
      return Float64Array.from({ length: n }, () => Math.round(Math.exp(mean + random.normal())));
    };
    for (const [n, mean] of [
      [60, 4],
      [60, 10],
      [1000, 8],
      [5000, 14],
    ]) {
      const column = of(detectDrift({ views: views(n, 1, mean) }, { views: views(n, 2, mean + 1) }), 'views');
      expect([column.kind, column.verdict], `${n} counts about e^${mean}`).toEqual(['numeric', 'drift']);
    }
  });
  test('ids drawn from a shop, larger ones in the current table, are left out whatever the column is called', () => {
    const drawn = (seed: number, from: number) =>
      Float64Array.from(
        createRandom(seed)
          .shuffle(Array.from({ length: 8000 }, (_, i) => from + i))
          .slice(0, 1000),
      );
    const column = of(detectDrift({ article: drawn(1, 1) }, { article: drawn(2, 8001) }), 'article');
    expect(column.verdict).toBe('not tested');
  });
  test('what a schema calls numeric is', () => {
    const schema = { id: { kind: 'numeric' } } as const;
    expect(of(detectDrift({ id: count(1) }, { id: count(61) }, { schema }), 'id').verdict).toBe('drift');
  });
});

test('a column called as something that every object has is one like others', () => {
  const table = (names: readonly string[]): Table =>
    Object.fromEntries(['__proto__', 'constructor'].map((column) => [column, picks(60, 1, names)]));
  const report = detectDrift(table(['__proto__', 'constructor']), table(['toString']));
  expect(report.columns.map(({ column, role, verdict }) => [column, role, verdict])).toEqual([
    ['__proto__', 'feature', 'drift'],
    ['constructor', 'feature', 'drift'],
  ]);
});

test('above 1,000 rows a trifle is significant and no drift; a large distance is', () => {
  const n = 40_000;
  const report = detectDrift(
    { trifle: normals(n, 1), large: normals(n, 2), kind: picks(n, 3, ['a', 'b']) },
    { trifle: normals(n, 4, 0.05), large: normals(n, 5, 0.5), kind: picks(n, 6, ['a', 'a', 'a', 'b']) },
  );
  expect(of(report, 'trifle').test?.adjustedPValue).toBeLessThan(0.001);
  expect(of(report, 'trifle')).toMatchObject({
    verdict: 'stable',
    test: { name: 'wasserstein', statistic: expect.closeTo(0.05, 1) },
  });
  expect(of(report, 'large')).toMatchObject({
    verdict: 'drift',
    test: { statistic: expect.closeTo(0.5, 1) },
  });
  expect(of(report, 'kind')).toMatchObject({ verdict: 'drift', test: { name: 'jensen-shannon' } });
});

test('nothing changed in 20 columns: at most 5 % of checks give an alarm, small samples too', () => {
  let alarms = 0;
  for (let run = 0; run < 60; run++) {
    const table = (seed: number) =>
      Object.fromEntries(
        Array.from({ length: 20 }, (_, c) => [
          `c${c}`,
          c % 4
            ? normals(60, 1000 * run + 50 * seed + c)
            : picks(60, 1000 * run + 50 * seed + c, ['a', 'b', 'c', 'd']),
        ]),
      );
    if (detectDrift(table(0), table(1)).drifted) alarms++;
  }
  expect(alarms).toBeLessThanOrEqual(6);
});

test('nothing changed in 26 columns, 1,000 rows against 100: few checks give an alarm', () => {
  let alarms = 0;
  for (let run = 0; run < 60; run++) {
    const random = randomStream(5, run, 100);
    const table = (n: number) =>
      Object.fromEntries(
        Array.from({ length: 26 }, (_, c) => [
          `c${c}`,
          Float64Array.from({ length: n }, () => {
            const value = random.normal();
            return [value, Math.exp(value), Math.max(0, value)][c % 3];
          }),
        ]),
      );
    if (detectDrift(table(1000), table(100)).drifted) alarms++;
  }
  expect(alarms).toBeLessThanOrEqual(5);
});

describe('categories that the reference lacks', () => {
  const longTail = (n: number, seed: number) => {
    const random = createRandom(seed);
    return Array.from({ length: n }, () => `brand ${Math.floor(1 / (random.uniform() + 0.002))}`);
  };
  test('rare ones of a long tail are named, and nothing to watch', () => {
    const columns = Array.from({ length: 40 }, (_, run) =>
      of(detectDrift({ brand: longTail(1000, 2 * run) }, { brand: longTail(100, 2 * run + 1) }), 'brand'),
    );
    expect(columns.filter(({ newCategories }) => newCategories.length > 0).length).toBeGreaterThan(35);
    expect(columns.filter(({ verdict }) => verdict !== 'stable').length).toBeLessThanOrEqual(2);
    expect(columns.find(({ newCategories }) => newCategories.length)?.reasons[1]).toMatch(
      /^new categor.*, p = /,
    );
  });
  test('one that chance does not bring is: 4 of 100 rows, none of 1,000', () => {
    const current = longTail(100, 9).map((brand, i) => (i % 25 ? brand : 'a new shop'));
    const brand = of(detectDrift({ brand: longTail(1000, 8) }, { brand: current }), 'brand');
    expect(brand).toMatchObject({
      verdict: 'watch',
      newCategories: [{ category: 'a new shop' }, ...Array(brand.newCategories.length - 1).fill({})],
    });
  });
});

test('missing values, lost and new columns, ids, and too few rows', () => {
  const x = Array.from(normals(200, 1));
  const report = detectDrift(
    {
      x,
      gone: x,
      id: x.map((_, i) => `id${i}`),
      few: x.map((v, i) => (i < 20 ? v : null)),
      still: x.map(() => 5),
    },
    {
      x: x.map((v, i) => (i % 3 ? v : Number.NaN)),
      extra: x,
      id: x.map((_, i) => `new${i}`),
      few: x.map((v, i) => (i < 20 ? v : '')),
      still: x.map(() => 6),
    },
  );
  expect(report).toMatchObject({ drifted: true, lostColumns: ['gone'], newColumns: ['extra'] });
  expect(of(report, 'x')).toMatchObject({ verdict: 'drift', missing: { reference: 0, current: 67 / 200 } });
  expect(of(report, 'x').reasons[0]).toMatch(/missing values: 0.0 % → 33.5 %/);
  expect(of(report, 'id').reasons).toEqual([
    '200 different values in 200 rows: names or ids, not categories',
  ]);
  expect(of(report, 'few')).toMatchObject({
    verdict: 'not tested',
    reasons: ['20 values against 20; at least 30 on each side are needed'],
  });
  expect(of(report, 'still').verdict).toBe('drift');
});

describe('when outcomes arrive', () => {
  const table = (n: number, seed: number, error: number) => {
    const truth = normals(n, seed);
    const noise = normals(n, seed + 1);
    return {
      score: truth.map((t, i) => t + error * noise[i]),
      truth: Array.from(truth, (t, i) => (i % 4 ? t : null)),
    };
  };
  const schema = {
    score: { kind: 'numeric', role: 'prediction' },
    truth: { kind: 'numeric', role: 'outcome' },
  } as const;
  test('errors twice as large are found, in rows whose outcome is known', () => {
    const { loss, drifted } = detectDrift(table(400, 1, 0.1), table(400, 3, 0.2), { schema });
    expect(loss).toMatchObject({
      metric: 'mean absolute error',
      verdict: 'worse',
      rows: { reference: 300, current: 300 },
    });
    expect(drifted).toBe(true);
    expect(detectDrift(table(400, 1, 0.1), table(400, 3, 0.1), { schema }).loss).toMatchObject({
      verdict: 'stable',
    });
    expect(detectDrift(table(4000, 1, 0.1), table(4000, 3, 0.05), { schema }).loss).toMatchObject({
      verdict: 'better',
    });
    expect(detectDrift(table(400, 1, 0.1), table(30, 3, 0.1), { schema }).loss).toMatch(
      /300 outcomes against 22/,
    );
  });
  test('outcomes that are not there yet are no drift of missing values', () => {
    const current = table(400, 3, 0.1);
    const late = { ...current, truth: current.truth.map((t, i) => (i < 200 ? t : null)) };
    expect(of(detectDrift(table(400, 1, 0.1), late, { schema }), 'truth').verdict).toBe('stable');
  });
  test('accuracy of classes, by hand', () => {
    const classes = (wrong: number) => ({
      said: Array(100).fill('a'),
      was: Array.from({ length: 100 }, (_, i) => (i < wrong ? 'b' : 'a')),
    });
    const named = {
      said: { kind: 'categorical', role: 'prediction' },
      was: { kind: 'categorical', role: 'outcome' },
    } as const;
    expect(detectDrift(classes(10), classes(40), { schema: named }).loss).toMatchObject({
      metric: 'accuracy',
      reference: 0.9,
      current: 0.6,
      verdict: 'worse',
      rise: expect.closeTo(3, 9),
    });
  });
});

test('mistakes are told', () => {
  expect(() => detectDrift({}, { a: [1] })).toThrow(/the reference has no columns/);
  expect(() => detectDrift({ a: [] }, { a: [1] })).toThrow(/no rows/);
  expect(() => detectDrift({ a: [1], b: [1, 2] }, { a: [1] })).toThrow(/"b" has 2 rows/);
  expect(() => detectDrift({ a: [1] }, { b: [1] })).toThrow(/share no column: a against b/);
  expect(() => detectDrift({ a: [1] }, { a: [1] }, { schema: { z: { kind: 'numeric' } } })).toThrow(
    /"z", which the reference lacks/,
  );
  expect(() => detectDrift({ a: ['x'] }, { a: [1] }, { schema: { a: { kind: 'numeric' } } })).toThrow(
    /row 0: "x" is no number/,
  );
  expect(detectDrift({ a: [1] }, { a: [2] })).toMatchObject({
    drifted: false,
    columns: [{ verdict: 'not tested' }],
  });
});
