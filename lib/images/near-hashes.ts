/**
 * Pairs of 64-bit hashes (`differenceHash`; null for none) that differ in at most `most` bits, 0 ≤ most ≤ 16, as rows
 * with the lower one first. Hashes are cut into more than `most` bands: of two that near, one band is the same in both,
 * so that only hashes with a band in common are compared.
 * @param mostEach pairs of one row with rows before it, after which it is compared no further. Default without limit.
 * @example [...nearHashes(['ff00000000000000', 'fe00000000000000', '00000000000000ff'], 1)] // [[0, 1]]
 */
export function* nearHashes(
  hashes: readonly (string | null)[],
  most: number,
  mostEach = Number.POSITIVE_INFINITY,
): Generator<readonly [number, number]> {
  const half = (from: number) =>
    Uint32Array.from(hashes, (hash) => (hash === null ? 0 : Number.parseInt(hash.slice(from, from + 8), 16)));
  const [high, low] = [half(0), half(8)];
  const keys = bandKeys(hashes, Math.max(most + 1, leastBands));
  const found = new Uint32Array(hashes.length);
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
        if (found[j] >= mostEach) break;
        if (bitCount(high[i] ^ high[j]) + bitCount(low[i] ^ low[j]) > most) continue;
        if (metBefore(keys, band, i, j)) continue;
        found[j]++;
        yield [i, j];
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

function metBefore(keys: readonly Uint32Array[], band: number, i: number, j: number): boolean {
  for (let b = 0; b < band; b++) if (keys[b][i] === keys[b][j]) return true;
  return false;
}

function bitCount(x: number): number {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
