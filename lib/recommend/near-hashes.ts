/**
 * Pairs of 64-bit hashes (16 hex digits; null for none) that differ in at most `most` bits, 0 ≤ most ≤ 16; the lower
 * row first. Hashes are cut into more than `most` bands: of two that near, one band is the same in both, so that only
 * hashes with a band in common are compared.
 */
export function* nearHashes(
  hashes: readonly (string | null)[],
  most: number,
): Generator<readonly [number, number]> {
  const half = (from: number) =>
    Uint32Array.from(hashes, (hash) => (hash === null ? 0 : Number.parseInt(hash.slice(from, from + 8), 16)));
  const [high, low] = [half(0), half(8)];
  const keys = bandKeys(hashes, Math.max(most + 1, leastBands));
  for (let band = 0; band < keys.length; band++) {
    const same = new Map<number, number[]>();
    for (let j = 0; j < hashes.length; j++) {
      if (hashes[j] === null) continue;
      const others = same.get(keys[band][j]);
      if (!others) {
        same.set(keys[band][j], [j]);
        continue;
      }
      for (const i of others) {
        if (bitCount(high[i] ^ high[j]) + bitCount(low[i] ^ low[j]) > most) continue;
        if (!keys.slice(0, band).some((key) => key[i] === key[j])) yield [i, j];
      }
      others.push(j);
    }
  }
}

/** Bands of 22 bits at most: their values are small numbers. */
const leastBands = 3;

/** For each band, its value in each hash. */
function bandKeys(hashes: readonly (string | null)[], count: number): Uint32Array[] {
  const bits = hashes.map((hash) => BigInt(`0x${hash ?? '0'}`));
  return Array.from({ length: count }, (_, band) => {
    const [from, to] = [Math.floor((64 * band) / count), Math.floor((64 * (band + 1)) / count)];
    const mask = (1n << BigInt(to - from)) - 1n;
    return Uint32Array.from(bits, (hash) => Number((hash >> BigInt(from)) & mask));
  });
}

function bitCount(x: number): number {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
