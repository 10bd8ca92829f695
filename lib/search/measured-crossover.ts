/** Queries a second at a number of vectors: exact search and HNSW, both in batches of 1,000. */
export type MeasuredRates = readonly [rows: number, exact: number, hnsw: number];

/**
 * What `npm run bench -- crossover` measured on 2 cores: vectors of 384 around 500 centres, 10 nearest, HNSW with M 16,
 * efConstruction 200, ef 100.
 */
export const MEASURED: readonly MeasuredRates[] = [
  [1000, 358_732, 11_791],
  [3000, 96_660, 8834],
  [10_000, 22_582, 7081],
  [30_000, 8019, 3296],
  [100_000, 4578, 3829],
  [300_000, 757, 3902],
];

/**
 * The number of vectors at which HNSW becomes as fast as exact search: between two measured sizes the logarithm of
 * exact / HNSW is taken as a straight line over the logarithm of the size. Infinity where HNSW is never faster.
 */
export function crossover(measured: readonly MeasuredRates[]): number {
  const advantage = ([, exact, hnsw]: MeasuredRates) => Math.log(exact / hnsw);
  const after = measured.findIndex((rates) => advantage(rates) <= 0);
  if (after < 0) return Number.POSITIVE_INFINITY;
  if (after === 0) return measured[0][0];
  const [left, right] = [measured[after - 1], measured[after]];
  const share = advantage(left) / (advantage(left) - advantage(right));
  return Math.exp(Math.log(left[0]) + share * Math.log(right[0] / left[0]));
}
