import type { Random } from '../../vectors/index.js';

/** One of the items, earlier ones more often: weight 1/√(position + 1). */
export function pickEarly<T>(random: Random, items: readonly T[]): T {
  const total = items.reduce((sum, _, i) => sum + 1 / Math.sqrt(i + 1), 0);
  let left = random.uniform() * total;
  const found = items.find((_, i) => {
    left -= 1 / Math.sqrt(i + 1);
    return left < 0;
  });
  return found ?? items[0];
}

/** True with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return random.uniform() < probability;
}
