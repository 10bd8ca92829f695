import { normalize } from '../vectors/index.js';

/** γ: how much the mean of what is disliked takes away, beside 1 for the mean of what is liked. */
export const dislikeWeight = 0.25;

/**
 * What is liked, less what is not: mean of the liked vectors − γ · mean of the disliked, of length 1 (Rocchio 1971,
 * "Relevance feedback in information retrieval"; γ by Manning, Raghavan and Schütze 2008, section 9.1.1, is about a
 * fifth of the other weight). On the sample, nDCG@10 of what is left beside two liked products and three wrong ones:
 * 0.74 for a γ from 0 to 0.5, 0.67 for 1.
 * @param liked unit vectors of one length, at least one
 * @param disliked unit vectors of the same length
 */
export function rocchio(
  liked: readonly Float32Array[],
  disliked: readonly Float32Array[],
  gamma = dislikeWeight,
): Float32Array {
  const query = new Float32Array(liked[0].length);
  for (const vector of liked) addTo(query, vector, 1 / liked.length);
  for (const vector of disliked) addTo(query, vector, -gamma / disliked.length);
  normalize(query);
  return query;
}

/** How far words move a query of length 1. */
export const wordShift = 0.75;

/**
 * A query moved towards one text and away from another: query + s · more − s · less, of length 1. On the sample, a word
 * for a material or a colour raises its share among the first ten from 0.05 to 0.18 with s = 0.75, while the share of
 * the query's own leaf category falls from 0.93 to 0.86; with s = 1.5 it is 0.56 and 0.45.
 * @param more, less unit vectors of the query's length; null for none
 */
export function shifted(
  query: Float32Array,
  more: Float32Array | null,
  less: Float32Array | null,
  by = wordShift,
): Float32Array {
  const moved = query.slice();
  normalize(moved);
  if (more) addTo(moved, more, by);
  if (less) addTo(moved, less, -by);
  normalize(moved);
  return moved;
}

function addTo(sum: Float32Array, vector: Float32Array, factor: number): void {
  for (let j = 0; j < sum.length; j++) sum[j] += factor * vector[j];
}
