import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combine } from '../../hybrid/index.js';
import { createRandom, dot, fromRows, row } from '../../vectors/index.js';
import { alternatingLeastSquares } from './als.js';
import { solveSymmetric } from './cholesky.js';
import type { BehaviorEvents } from './events.js';
import { type BehaviorMethod, behaviorVectors } from './index.js';
import { interactions, transposed } from './interactions.js';

function eventsOf(
  triples: readonly (readonly [user: number, product: number, weight: number])[],
): BehaviorEvents {
  const users = Math.max(-1, ...triples.map(([user]) => user)) + 1;
  return {
    users: Array.from({ length: users }, (_, i) => `u${i}`),
    user: Int32Array.from(triples, ([user]) => user),
    product: Int32Array.from(triples, ([, product]) => product),
    weight: Float32Array.from(triples, ([, , weight]) => weight),
    time: new Float64Array(triples.length),
    kinds: {},
  };
}

const catalogOf = (count: number) => Array.from({ length: count });

/** Users of two tastes: the first buy among products 0 to 9, the others among 10 to 19; product 20 is touched by nobody. */
function twoTastes(users: number, each: number): BehaviorEvents {
  const random = createRandom(7);
  return eventsOf(
    Array.from({ length: users * each }, (_, e) => {
      const user = e % users;
      return [user, (user % 2) * 10 + random.int(10), 1 + random.int(3)] as const;
    }),
  );
}

const small = fc.array(fc.tuple(fc.nat(5), fc.nat(7), fc.integer({ min: 1, max: 5 })), {
  minLength: 1,
  maxLength: 40,
});

describe('interactions', () => {
  it('add up what a user did with a product; transposing twice changes nothing', () => {
    fc.assert(
      fc.property(small, (triples) => {
        const dense = new Map<string, number>();
        for (const [u, p, w] of triples) dense.set(`${u} ${p}`, (dense.get(`${u} ${p}`) ?? 0) + w);
        const counts = interactions(eventsOf(triples), 8);
        const entries = ({ rows, offsets, columns, values }: typeof counts, flip: boolean) =>
          Array.from({ length: rows }, (_, i) =>
            [...columns.subarray(offsets[i], offsets[i + 1])].map(
              (c, e) => [flip ? `${c} ${i}` : `${i} ${c}`, values[offsets[i] + e]] as const,
            ),
          ).flat();
        expect(new Map(entries(counts, false))).toEqual(dense);
        expect(new Map(entries(transposed(counts), true))).toEqual(dense);
      }),
    );
  });
});

describe('alternating least squares', () => {
  it('solves symmetric systems', () => {
    // [4 2; 2 3] x = [2; −1] → x = [1; −1]
    const b = Float64Array.of(2, -1);
    solveSymmetric(Float64Array.of(4, Number.NaN, 2, 3), b, 2);
    expect(b[0]).toBeCloseTo(1, 12);
    expect(b[1]).toBeCloseTo(-1, 12);
  });

  it('finds the fixed point of one user and one product in one dimension, by hand', () => {
    // c = 1 + 2 · 4 = 9, λ = 1: x = 9y / (9y² + 1), and the same for y, so x = y and 9y² + 1 = 9: y = √(8/9).
    const counts = interactions(eventsOf([[0, 0, 4]]), 1);
    const options = { dim: 1, seed: 1, confidence: 2, regularization: 1, iterations: 200 };
    expect(Math.abs(alternatingLeastSquares(counts, options)[0])).toBeCloseTo(Math.sqrt(8 / 9), 6);
  });

  it('never raises the loss that it minimises', () => {
    const events = twoTastes(12, 4);
    const counts = interactions(events, 21);
    const about = { dim: 3, seed: 3, confidence: 5, regularization: 0.5 };
    const lossAfter = (iterations: number) => {
      const y = alternatingLeastSquares(counts, { ...about, iterations });
      let loss = y.reduce((sum, value) => sum + 0.5 * value * value, 0);
      for (let u = 0; u < counts.rows; u++) {
        const c = new Float64Array(21).fill(1);
        const p = new Float64Array(21);
        for (let e = counts.offsets[u]; e < counts.offsets[u + 1]; e++) {
          c[counts.columns[e]] += 5 * counts.values[e];
          p[counts.columns[e]] = 1;
        }
        // The best x for these y: its own normal equations.
        const a = new Float64Array(9);
        const x = new Float64Array(3);
        for (let i = 0; i < 21; i++) {
          for (let r = 0; r < 3; r++) {
            x[r] += c[i] * p[i] * y[3 * i + r];
            for (let s = 0; s < 3; s++) a[3 * r + s] += c[i] * y[3 * i + r] * y[3 * i + s];
          }
        }
        for (let r = 0; r < 3; r++) a[4 * r] += 0.5;
        solveSymmetric(a, x, 3);
        loss += 0.5 * x.reduce((sum, value) => sum + value * value, 0);
        for (let i = 0; i < 21; i++) {
          const predicted = x[0] * y[3 * i] + x[1] * y[3 * i + 1] + x[2] * y[3 * i + 2];
          loss += c[i] * (p[i] - predicted) ** 2;
        }
      }
      return loss;
    };
    const losses = [1, 2, 4, 8, 16].map(lossAfter);
    losses.slice(1).forEach((loss, i) => {
      expect(loss).toBeLessThanOrEqual(losses[i] + 1e-9);
    });
  });

  it('factors 100,000 events of 5,000 users and 1,000 products in seconds', () => {
    const random = createRandom(1);
    const events = eventsOf(
      Array.from({ length: 100_000 }, (_, e) => [e % 5000, random.int(1000), 1] as const),
    );
    const start = performance.now();
    expect(behaviorVectors(events, catalogOf(1000), { iterations: 3 }).cold).toEqual([]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe.each<BehaviorMethod>(['als', 'pmi'])('behaviour vectors by %s', (method) => {
  it('put products of one taste together, and leave the untouched one out', () => {
    const { vectors, present, cold } = behaviorVectors(twoTastes(40, 6), catalogOf(21), { method, dim: 2 });
    expect(cold).toEqual([20]);
    expect([...present]).toEqual([...Array(20).fill(1), 0]);
    const mean = (pairs: (readonly [number, number])[]) =>
      pairs.reduce((sum, [i, j]) => sum + dot(row(vectors, i), row(vectors, j)), 0) / pairs.length;
    const all = Array.from({ length: 20 }, (_, i) =>
      Array.from({ length: i }, (_, j) => [i, j] as const),
    ).flat();
    const within = mean(all.filter(([i, j]) => i < 10 === j < 10));
    const between = mean(all.filter(([i, j]) => i < 10 !== j < 10));
    expect(within).toBeGreaterThan(between + 0.4);
    for (let i = 0; i < 20; i++) expect(dot(row(vectors, i), row(vectors, i))).toBeCloseTo(1, 5);
  });

  it('give the same bytes for the same seed', () => {
    const run = () =>
      behaviorVectors(twoTastes(20, 5), catalogOf(21), { method, dim: 4, seed: 9 }).vectors.data;
    expect(run()).toEqual(run());
  });

  it('stay finite whatever the events', () => {
    fc.assert(
      fc.property(small, (triples) => {
        const { vectors } = behaviorVectors(eventsOf(triples), catalogOf(8), { method, dim: 4 });
        expect(vectors.data.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('let combine fall back to the other parts for cold products', () => {
    const { vectors, present } = behaviorVectors(twoTastes(40, 6), catalogOf(21), { method, dim: 8 });
    const text = fromRows(Array.from({ length: 21 }, (_, i) => [Math.cos(i), Math.sin(i)]));
    const joined = combine([
      { name: 'text', vectors: text, weight: 0.5 },
      { name: 'behavior', vectors, present, weight: 0.5 },
    ]);
    expect(joined.parts[1].missing).toEqual([20]);
    expect([...row(joined.vectors, 20)].slice(0, 2)).toEqual([...row(text, 20)]);
  });
});

it('names bad input', () => {
  const events = eventsOf([[0, 0, 1]]);
  expect(() => behaviorVectors(eventsOf([]), catalogOf(1))).toThrow(/at least one event/);
  expect(() => behaviorVectors(eventsOf([[0, 5, 1]]), catalogOf(2))).toThrow(
    /product row 5, the catalogue has 2/,
  );
  expect(() => behaviorVectors(eventsOf([[0, 0, Number.NaN]]), catalogOf(1))).toThrow(/weighs NaN/);
  expect(() => behaviorVectors(events, catalogOf(1), { dim: 0 })).toThrow(/dim is 0/);
  expect(() => behaviorVectors(events, catalogOf(1), { method: 'svd' as 'als' })).toThrow(/method is "svd"/);
});
