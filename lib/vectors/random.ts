import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random numbers that a seed decides. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** A whole number in [0, n). */
  int(n: number): number;
  /** Normal with mean 0 and variance 1. */
  normal(): number;
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): T[];
}

/**
 * A generator (xoroshiro128+) that gives the same numbers for the same seed on every machine.
 * @example
 * const random = createRandom(42);
 * random.uniform() // 0.4999999899882823, the same on every machine
 */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const int = (n: number) => uniformInt(generator, 0, n - 1);
  const uniform = () => int(2 ** 32) / 2 ** 32;
  return {
    uniform,
    int,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    pick: (items) => items[int(items.length)],
    shuffle: (items) => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = int(i + 1);
        [out[i], out[j]] = [out[j], out[i]];
      }
      return out;
    },
  };
}

/** Random numbers of their own for each named purpose, so that a change in one leaves the others as they were. */
export function randomStream(seed: number, ...name: (string | number)[]): Random {
  const hash = createHash('sha256')
    .update([seed, ...name].join(':'))
    .digest();
  return createRandom(hash.readInt32LE(0));
}
