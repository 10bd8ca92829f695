/** Queries a second at a number of vectors: exact search and HNSW, both in batches of 1,000. */
export type MeasuredRates = readonly [rows: number, exact: number, hnsw: number];

/**
 * What `npm run bench -- crossover` measured on 2 cores: vectors of 384 around 500 centres, 10 nearest, HNSW with M 16,
 * efConstruction 200, ef 100.
 */
export const measuredRates: readonly MeasuredRates[] = [
  [1000, 363_017, 18_281],
  [3000, 164_015, 13_723],
  [10_000, 57_298, 12_064],
  [30_000, 19_143, 11_461],
  [100_000, 5517, 6602],
  [300_000, 1815, 5289],
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
