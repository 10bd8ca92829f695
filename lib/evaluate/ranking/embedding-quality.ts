import { ArgumentError, shown } from '../../errors/index.js';
import { assertFinite, createRandom, dot, type Matrix, row } from '../../vectors/index.js';

export interface EmbeddingQualityOptions {
  /** Neighbours of each row that count. Default 10. */
  readonly k?: number;
  /** Pairs of rows to measure similarity on; all pairs where there are no more. Default 100,000. */
  readonly pairs?: number;
  /** Decides which pairs are drawn. Default 42. */
  readonly seed?: number;
}

/** How well vectors keep groups together, without judgments. */
export interface EmbeddingQuality {
  /** Mean cosine of pairs of rows, in [−1, 1]. Close to 1: the vectors hardly tell products apart. */
  readonly meanSimilarity: number;
  /** Standard deviation of those cosines. */
  readonly spread: number;
  /** Share of the k nearest neighbours that have the row's own label, in [0, 1], averaged over rows. */
  readonly categoryMatchRate: number;
  /** What that rate would be if neighbours were drawn at random. */
  readonly categoryMatchByChance: number;
  /** Share of rows that have a vector, that is, are not all zeros. */
  readonly vectorCoverage: number;
  /** Share of rows that are among the k nearest neighbours of at least one other row; too low where not all were asked. */
  readonly catalogueCoverage: number;
  /** Rows with a list of neighbours that is not empty; the match rate and the catalogue coverage rest on them. */
  readonly asked: number;
  /** Pairs that the similarity was measured on. */
  readonly pairs: number;
  readonly k: number;
}

/**
 * What vectors are worth as neighbours, without judgments. Rows without a vector count in `vectorCoverage` only;
 * rows without a label ('') are left out of the match rates.
 * @param vectors n × d, of any length
 * @param labels one a row: the leaf category
 * @param neighbours for each row the indices of its nearest rows, nearest first; the row itself is skipped; an empty
 *   list for a row that was not asked. From the exact index or any other, so that approximate neighbours are measured
 *   as they are served.
 * @throws {ArgumentError} on lengths that differ, an index out of range, or vectors that are not finite
 */
export function embeddingQuality(
  vectors: Matrix,
  labels: readonly string[],
  neighbours: readonly ArrayLike<number>[],
  options: EmbeddingQualityOptions = {},
): EmbeddingQuality {
  const { k = 10, pairs = 100_000, seed = 42 } = options;
  check(vectors, labels, neighbours, k, pairs);
  const lengths = Float64Array.from({ length: vectors.rows }, (_, i) => {
    const vector = row(vectors, i);
    return Math.sqrt(dot(vector, vector));
  });
  const present = Array.from(lengths.keys()).filter((i) => lengths[i] > 0);
  return {
    ...similarity(vectors, lengths, present, pairs, seed),
    ...neighbourhood(labels, neighbours, present, k),
    categoryMatchByChance: matchByChance(present.map((i) => labels[i])),
    vectorCoverage: present.length / vectors.rows,
    k,
  };
}

function check(
  vectors: Matrix,
  labels: readonly string[],
  neighbours: readonly ArrayLike<number>[],
  k: number,
  pairs: number,
): void {
  const { rows } = vectors;
  if (rows === 0) throw new ArgumentError('embedding quality needs at least one vector, got none');
  for (const [what, { length }] of Object.entries({ labels, 'neighbour lists': neighbours })) {
    if (length !== rows) throw new ArgumentError(`${length} ${what} for ${rows} vectors; give one a vector`);
  }
  for (const [name, value] of Object.entries({ k, pairs })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new ArgumentError(`${name} is ${shown(value)}; it is a whole number from 1 up`);
    }
  }
  assertFinite(vectors, 'vectors');
}

function similarity(m: Matrix, lengths: Float64Array, present: number[], pairs: number, seed: number) {
  const n = present.length;
  let count = 0;
  let mean = 0;
  let squares = 0;
  const add = (a: number, b: number) => {
    const cosine = dot(row(m, present[a]), row(m, present[b])) / (lengths[present[a]] * lengths[present[b]]);
    count++;
    const delta = cosine - mean;
    mean += delta / count;
    squares += delta * (cosine - mean);
  };
  if ((n * (n - 1)) / 2 <= pairs) {
    for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) add(a, b);
  } else {
    const random = createRandom(seed);
    for (let i = 0; i < pairs; i++) {
      const a = random.int(n);
      add(a, (a + 1 + random.int(n - 1)) % n);
    }
  }
  return { meanSimilarity: mean, spread: count === 0 ? 0 : Math.sqrt(squares / count), pairs: count };
}

function neighbourhood(
  labels: readonly string[],
  neighbours: readonly ArrayLike<number>[],
  present: number[],
  k: number,
) {
  const seen = new Uint8Array(labels.length);
  let rates = 0;
  let rated = 0;
  let asked = 0;
  for (const i of present) {
    if (neighbours[i].length > 0) asked++;
    let taken = 0;
    let matches = 0;
    for (let j = 0; j < neighbours[i].length && taken < k; j++) {
      const other = neighbours[i][j];
      if (other === i) continue;
      if (!(other in labels)) {
        throw new ArgumentError(`neighbour ${j} of row ${i} is ${other}; there are ${labels.length} rows`);
      }
      taken++;
      seen[other] = 1;
      if (labels[other] === labels[i]) matches++;
    }
    if (labels[i] === '' || taken === 0) continue;
    rates += matches / taken;
    rated++;
  }
  return {
    categoryMatchRate: rated === 0 ? 0 : rates / rated,
    catalogueCoverage: seen.reduce((sum, flag) => sum + flag, 0) / labels.length,
    asked,
  };
}

/** The chance that another row, drawn at random, has a row's label, averaged over the rows with a label. */
function matchByChance(labels: string[]): number {
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
  let labelled = 0;
  let matches = 0;
  for (const count of counts.values()) {
    labelled += count;
    matches += count * (count - 1);
  }
  return labelled === 0 || labels.length < 2 ? 0 : matches / (labelled * (labels.length - 1));
}
