/**
 * Pairs of 64-bit hashes (`differenceHash`; null for none) that differ in at most `most` bits, 0 ≤ most ≤ 16, as rows
 * with the lower one first. Hashes are cut into `most` + t bands: of two that near, t bands are the same in both, so
 * that only hashes are compared that share some t of them; t grows with the number of hashes.
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
  const shared = sharedBands(hashes.length, most);
  const bands = bandMasks(most + shared);
  const found = new Uint32Array(hashes.length);
  const buckets = new Buckets(hashes.length);
  for (const chosen of combinations(bands.length, shared)) {
    const maskHigh = chosen.reduce((mask, b) => mask | bands[b].high, 0);
    const maskLow = chosen.reduce((mask, b) => mask | bands[b].low, 0);
    buckets.clear();
    for (let j = 0; j < hashes.length; j++) {
      if (hashes[j] === null) continue;
      const bucket = buckets.of(high[j] & maskHigh, low[j] & maskLow);
      for (let i = buckets.first[bucket]; i >= 0 && found[j] < mostEach; i = buckets.next[i]) {
        const [differHigh, differLow] = [high[i] ^ high[j], low[i] ^ low[j]];
        if (bitCount(differHigh) + bitCount(differLow) > most) continue;
        if (!areFirstShared(chosen, bands, differHigh, differLow)) continue;
        found[j]++;
        yield [i, j];
      }
      buckets.append(bucket, j);
    }
  }
}

/** The bits of a hash that a band is made of. */
interface Band {
  readonly high: number;
  readonly low: number;
}

/** Bands to look for at once, so that looking for all combinations, and comparing what is found, takes least. */
function sharedBands(hashes: number, most: number): number {
  let best = 1;
  let [leastWork, combined] = [Number.POSITIVE_INFINITY, 1];
  for (let shared = 1; shared <= 8; shared++) {
    combined *= (most + shared) / shared;
    const alike = hashes / 2 ** ((64 * shared) / (most + shared) + 1);
    const work = combined * (1 + alike);
    if (work < leastWork) [best, leastWork] = [shared, work];
  }
  return best;
}

function bandMasks(count: number): Band[] {
  return Array.from({ length: count }, (_, band) => {
    const [from, to] = [Math.floor((64 * band) / count), Math.floor((64 * (band + 1)) / count)];
    const mask = ((1n << BigInt(to - from)) - 1n) << BigInt(from);
    return { high: Number(mask >> 32n) | 0, low: Number(mask & 0xffffffffn) | 0 };
  });
}

/** Each way to choose `take` of the numbers 0 … n − 1, ascending. */
function* combinations(n: number, take: number, from = 0): Generator<readonly number[]> {
  if (take === 0) {
    yield [];
    return;
  }
  for (let first = from; first <= n - take; first++) {
    for (const rest of combinations(n, take - 1, first + 1)) yield [first, ...rest];
  }
}

/** Whether the chosen bands are the first that two hashes share: each pair is met once, in that combination. */
function areFirstShared(
  chosen: readonly number[],
  bands: readonly Band[],
  differHigh: number,
  differLow: number,
): boolean {
  let met = 0;
  for (let b = 0; met < chosen.length; b++) {
    if (((differHigh & bands[b].high) | (differLow & bands[b].low)) !== 0) continue;
    if (chosen[met] !== b) return false;
    met++;
  }
  return true;
}

/** Lists of rows by what two numbers hash to. */
class Buckets {
  readonly first: Int32Array;
  readonly next: Int32Array;
  readonly #last: Int32Array;

  constructor(rows: number) {
    const size = 2 ** Math.ceil(Math.log2(rows + 1));
    this.first = new Int32Array(size);
    this.#last = new Int32Array(size);
    this.next = new Int32Array(rows);
  }

  clear(): void {
    this.first.fill(-1);
  }

  of(a: number, b: number): number {
    let mixed = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ b;
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) & (this.first.length - 1);
  }

  append(bucket: number, row: number): void {
    if (this.first[bucket] < 0) this.first[bucket] = row;
    else this.next[this.#last[bucket]] = row;
    this.#last[bucket] = row;
    this.next[row] = -1;
  }
}

function bitCount(x: number): number {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
