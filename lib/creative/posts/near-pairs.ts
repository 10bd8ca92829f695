/** Pairs of hashes (16 hex digits) that differ in at most so many bits, as places in the list. Compares all, about 10 ns a pair. */
export function nearPairs(hashes: readonly string[], bits: number): [number, number][] {
  const high = Int32Array.from(hashes, (hash) => Number.parseInt(hash.slice(0, 8), 16) | 0);
  const low = Int32Array.from(hashes, (hash) => Number.parseInt(hash.slice(8), 16) | 0);
  const pairs: [number, number][] = [];
  for (let i = 0; i < hashes.length; i++) {
    for (let j = i + 1; j < hashes.length; j++) {
      if (popCount(high[i] ^ high[j]) + popCount(low[i] ^ low[j]) <= bits) pairs.push([i, j]);
    }
  }
  return pairs;
}

function popCount(x: number): number {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
