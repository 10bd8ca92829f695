/** Values in ascending order, asked by rank and by value. */
export interface OrderedSample {
  readonly length: number;
  /** The value of rank `rank`, from 0. */
  at(rank: number): number;
  /** How many values are at most `value`. */
  upTo(value: number): number;
}

/** A sorted array as an ordered sample. */
export function orderedSample(sorted: ArrayLike<number>): OrderedSample {
  return {
    length: sorted.length,
    at: (rank) => sorted[rank],
    upTo: (value) => firstAbove(sorted, sorted.length, value),
  };
}

/**
 * Two samples that make up a sorted pool, without copies of their values.
 * @param pool both samples' values, ascending
 * @param places of the first sample's values in the pool, ascending; `places` may change between questions
 * @returns the first sample, and the rest of the pool
 */
export function splitSamples(pool: Float64Array, places: Int32Array): [OrderedSample, OrderedSample] {
  const before = (place: number) => firstAbove(places, places.length, place - 1);
  return [
    {
      length: places.length,
      at: (rank) => pool[places[rank]],
      upTo: (value) => before(firstAbove(pool, pool.length, value)),
    },
    {
      length: pool.length - places.length,
      at: (rank) => {
        // The first i places are passed as long as places[i] − i, the rest's values before it, is at most the rank.
        let [low, high] = [0, places.length];
        while (low < high) {
          const middle = (low + high) >> 1;
          if (places[middle] - middle <= rank) low = middle + 1;
          else high = middle;
        }
        return pool[rank + low];
      },
      upTo: (value) => {
        const place = firstAbove(pool, pool.length, value);
        return place - before(place);
      },
    },
  ];
}

/** The first of `length` ascending values above `value`, by its number; `length` where none is. */
function firstAbove(sorted: ArrayLike<number>, length: number, value: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
