import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, row } from '../../vectors/index.js';
import { categoryVectors } from './index.js';

const at = (...categories: string[]) => ({ categories });

describe('categoryVectors', () => {
  it('weighs each place by ln(1 + n / df), by hand', () => {
    const { vectors, present, places, kind } = categoryVectors([
      at('Home', 'Chairs'),
      at('home', 'Sofas'),
      at('Home', 'Chairs '),
      at(),
    ]);
    expect([places, kind, [...present]]).toEqual([3, 'one-hot', [1, 1, 1, 0]]);
    // Home: 3 of 4, Chairs: 2 of 4, Sofas: 1 of 4.
    const [home, chairs, sofas] = [Math.log(1 + 4 / 3), Math.log(3), Math.log(5)];
    const cosine = home ** 2 / (Math.hypot(home, chairs) * Math.hypot(home, sofas));
    expect(dot(row(vectors, 0), row(vectors, 1))).toBeCloseTo(cosine, 6);
    expect(dot(row(vectors, 0), row(vectors, 2))).toBeCloseTo(1, 6);
    expect([...row(vectors, 3)]).toEqual([0, 0, 0]);
  });

  it('places a path that is none of theirs by what it has in common with them', () => {
    const { vectors, vectorOf } = categoryVectors([at('Home', 'Chairs'), at('Home', 'Sofas')]);
    expect([...vectorOf(at('home ', 'chairs'))]).toEqual([...row(vectors, 0)]);
    expect([...vectorOf(at('Home', 'Lamps'))]).toEqual([1, 0, 0]);
    expect([...vectorOf(at('Garden'))]).toEqual([0, 0, 0]);
  });

  it('tells leaves of one name apart by their path', () => {
    const { vectors } = categoryVectors([at('Office', 'Chairs'), at('Garden', 'Chairs')]);
    expect(dot(row(vectors, 0), row(vectors, 1))).toBe(0);
  });

  const level = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  it('puts products the nearer, the more of the path they share', () => {
    const tree = fc.array(fc.tuple(level, level, level), { minLength: 3, maxLength: 40 });
    fc.assert(
      fc.property(tree, (paths) => {
        const { vectors } = categoryVectors(paths.map((path) => at(...path)));
        const shared = (i: number) => {
          const differs = paths[0].findIndex((name, depth) => name !== paths[i][depth]);
          return differs < 0 ? 3 : differs;
        };
        paths.forEach((_, i) => {
          const cosine = dot(row(vectors, 0), row(vectors, i));
          expect(dot(row(vectors, i), row(vectors, i))).toBeCloseTo(1, 5);
          if (shared(i) === 0) expect(cosine).toBe(0);
          else expect(cosine).toBeGreaterThan(0);
          if (shared(i) === 3) expect(cosine).toBeCloseTo(1, 5);
          else expect(cosine).toBeLessThan(1);
        });
      }),
    );
  });

  it('hashes where there are too many places, near the exact cosines', () => {
    const products = Array.from({ length: 600 }, (_, i) => at('Home', `Room ${i % 20}`, `Leaf ${i % 300}`));
    const exact = categoryVectors(products).vectors;
    const { vectors, kind, places } = categoryVectors(products, { maxDim: 256 });
    expect([kind, places, vectors.cols]).toEqual(['hashed', 321, 256]);
    let error = 0;
    for (let i = 1; i < 600; i++) {
      error += Math.abs(dot(row(vectors, 0), row(vectors, i)) - dot(row(exact, 0), row(exact, i))) / 599;
    }
    expect(error).toBeLessThan(0.05);
  });

  it('takes a catalogue without categories, and names bad input', () => {
    expect([...categoryVectors([at(), at('', ' ')]).present]).toEqual([0, 0]);
    expect(() => categoryVectors([at('a')], { maxDim: 0 })).toThrow(/0 columns/);
  });
});
