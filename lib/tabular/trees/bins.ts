/** Bins for values; one more, the last code, is for missing ones. */
export const maxBins = 255;
export const missing = 255;
const largestFloat32 = 3.4028234663852886e38;

/** A column as codes of at most 255 bins in ascending order. */
export interface BinnedColumn {
  readonly codes: Uint8Array;
  readonly bins: number;
  /** `cuts[b]` lies half-way between the largest value of bin b and the smallest of bin b+1; beyond the last, the largest float32. */
  readonly cuts: Float64Array;
}

/** Bins a column: one bin a value where there are at most 255 of them, else bins of about equally many rows. */
export function binColumn(column: Float32Array): BinnedColumn {
  const sorted = column.filter((x) => !Number.isNaN(x)).sort();
  const { tops, cuts } = boundaries(sorted);
  const codes = new Uint8Array(column.length);
  for (let i = 0; i < column.length; i++) {
    codes[i] = Number.isNaN(column[i]) ? missing : firstAtLeast(tops, column[i]);
  }
  return { codes, bins: tops.length, cuts: Float64Array.from(cuts) };
}

/** The largest value of each bin, and the cuts above them. */
function boundaries(sorted: Float32Array): { tops: number[]; cuts: number[] } {
  let distinct = sorted.length > 0 ? 1 : 0;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  const tops: number[] = [];
  const cuts: number[] = [];
  let from = 0;
  for (let i = 0; i < sorted.length; i++) {
    const last = i + 1 === sorted.length;
    if (!last && sorted[i] === sorted[i + 1]) continue;
    const rowsLeft = sorted.length - from;
    const full = distinct <= maxBins || i + 1 - from >= rowsLeft / (maxBins - tops.length);
    if (!full && !last) continue;
    tops.push(sorted[i]);
    cuts.push(last ? largestFloat32 : (sorted[i] + sorted[i + 1]) / 2);
    from = i + 1;
  }
  return { tops, cuts };
}

function firstAtLeast(ascending: readonly number[], x: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
