import { hammingDistance } from '../encode/index.js';

/**
 * Pairs of 64-bit hashes (16 hex digits; null for none) that differ in at most `most` bits, 0 ≤ most ≤ 16; the lower
 * row first. Hashes are cut into most + 1 bands: of two that near, one band is the same in both, so that only hashes
 * with a band in common are compared.
 */
export function* nearHashes(
  hashes: readonly (string | null)[],
  most: number,
): Generator<readonly [number, number]> {
  const bits = hashes.map((hash) => (hash === null ? null : BigInt(`0x${hash}`)));
  const bands = bandsOf(most + 1);
  const keyOf = (i: number, band: Band) => (bits[i]! >> band.shift) & band.mask;
  for (const [b, band] of bands.entries()) {
    const same = new Map<bigint, number[]>();
    for (let j = 0; j < hashes.length; j++) {
      if (bits[j] === null) continue;
      const key = keyOf(j, band);
      const others = same.get(key) ?? [];
      for (const i of others) {
        const seen = bands.slice(0, b).some((before) => keyOf(i, before) === keyOf(j, before));
        if (!seen && hammingDistance(hashes[i]!, hashes[j]!) <= most) yield [i, j];
      }
      others.push(j);
      same.set(key, others);
    }
  }
}

interface Band {
  readonly shift: bigint;
  readonly mask: bigint;
}

function bandsOf(count: number): Band[] {
  return Array.from({ length: count }, (_, b) => {
    const [from, to] = [Math.floor((64 * b) / count), Math.floor((64 * (b + 1)) / count)];
    return { shift: BigInt(from), mask: (1n << BigInt(to - from)) - 1n };
  });
}
