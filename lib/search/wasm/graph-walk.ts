// AssemblyScript, compiled by the build: TypeScript's syntax with WebAssembly's types, without objects.
// What is declared only is given by graph-search.ts when it starts the module: the graph, and where in memory things lie.

/** The graph, see `HnswGraph`. */
declare const entry: u32;
declare const levels: i32;
declare const links: usize;
declare const linksAPoint: i32;
declare const upperStart: usize;
declare const upperLinks: usize;
declare const upperLinksAPoint: i32;

/** The vectors, see `TwoCodes`: of each row `stride` bytes of coarse code, as many of fine code. */
declare const codes: usize;
declare const stride: usize;
declare const scales: usize;
declare const fineness: f64;

/** The query: its code of 16 bits, and float32; `vector` is room for a row to compare it with. */
declare const queryCode: usize;
declare const query: usize;
declare const vector: usize;
declare const floatBytes: usize;

/** A byte for each point: whether it may be found. */
declare const allowed: usize;
/** 16 bits for each point: the search that came by last. */
declare const seen: usize;
declare const points: u32;
/**
 * Room for the links of one point, and for two heaps of all points: of keys with the worst at the root, and of their
 * complements with the best at the root, of equals the later row, as among copies it leads further.
 */
declare const fresh: usize;
declare const found: usize;
declare const open: usize;

/** The score of a row from its float32 numbers. */
declare function exactScore(row: u32): f64;

/** Scores are whole numbers of 2^-30; a key is a score over a row, so that one comparison orders both. */
const ONE: f64 = 2 ** 30;

let mark: u16 = 0;
let openSize: i32 = 0;
let foundSize: i32 = 0;
let unit: f64 = 0;
let coarseError: i32 = 0;
let exact: bool = false;
/** Codes are touched before their turn, so that the memory fetches them side by side; exported, or they would not be. */
export let touched: u8 = 0;

/**
 * Searches as hnswlib does (Malkov & Yashunin 2018, algorithms 2 and 5): greedily down to level 0, there `width` wide.
 * Leaves the keys of what it found at `found`, the best first, and gives their number.
 */
export function walk(width: i32, filtered: bool, queryScale: f64, error: f64, byFloats: bool): i32 {
  unit = queryScale * ONE;
  coarseError = i32(error * ONE) + 1;
  exact = byFloats;
  widen(descend(), width, filtered);
  sortFound();
  return foundSize;
}

/** The best point that greedy steps lead to, down to level 1. */
function descend(): u32 {
  let at = entry;
  let best = score(at, i32.MIN_VALUE);
  for (let level = levels; level > 0; level--) {
    for (let moved = true; moved; ) {
      moved = false;
      const first = load<i32>(upperStart + ((<usize>at) << 2)) + (level - 1) * (1 + upperLinksAPoint);
      let link = upperLinks + ((<usize>first) << 2);
      for (const end = link + ((<usize>load<u32>(link)) << 2); link < end; ) {
        link += 4;
        const row = load<u32>(link);
        const rowScore = score(row, best);
        if (rowScore <= best) continue;
        best = rowScore;
        at = row;
        moved = true;
      }
    }
  }
  return at;
}

function widen(start: u32, width: i32, filtered: bool): void {
  if (++mark === 0) {
    memory.fill(seen, 0, (<usize>points) << 1);
    mark = 1;
  }
  const search = mark;
  const bytesAPoint = (<usize>(1 + linksAPoint)) << 2;
  openSize = 0;
  foundSize = 0;
  store<u16>(seen + ((<usize>start) << 1), search);
  const startScore = score(start, i32.MIN_VALUE);
  push(open, openSize++, ~keyOf(startScore, start));
  if (!filtered || load<u8>(allowed + start)) push(found, foundSize++, keyOf(startScore, start));
  /** What a score has to pass once the list is full. */
  let least = foundSize === width ? scoreOf(load<i64>(found)) : i32.MIN_VALUE;

  while (openSize > 0) {
    const next = ~load<i64>(open);
    if (scoreOf(next) < least) break;
    replaceRoot(open, --openSize, load<i64>(open + ((<usize>openSize) << 3)));
    let freshEnd = fresh;
    let link = links + <usize>rowOf(next) * bytesAPoint;
    for (const end = link + ((<usize>load<u32>(link)) << 2); link < end; ) {
      link += 4;
      const row = load<u32>(link);
      const visit = seen + ((<usize>row) << 1);
      if (load<u16>(visit) === search) continue;
      store<u16>(visit, search);
      store<u32>(freshEnd, row);
      freshEnd += 4;
      touched ^= load<u8>(codeOf(row));
    }
    for (let at = fresh; at < freshEnd; at += 4) {
      const row = load<u32>(at);
      const rowScore = score(row, least);
      if (foundSize === width && rowScore <= least) continue;
      push(open, openSize++, ~keyOf(rowScore, row));
      if (filtered && !load<u8>(allowed + row)) continue;
      if (foundSize === width) replaceRoot(found, foundSize, keyOf(rowScore, row));
      else push(found, foundSize++, keyOf(rowScore, row));
      if (foundSize === width) least = scoreOf(load<i64>(found));
    }
  }
}

/** By the coarse code where that cannot pass `least`, else by both. */
function score(row: u32, least: i32): i32 {
  if (exact) return <i32>(exactScore(row) * ONE);
  const code = codeOf(row);
  const scale = unit * load<f32>(scales + ((<usize>row) << 2));
  const coarse = scale * dotOfCodes(code);
  if (<i64>coarse + coarseError <= least) return <i32>coarse;
  return <i32>(coarse + (scale / fineness) * dotOfCodes(code + stride));
}

function codeOf(row: u32): usize {
  return codes + <usize>row * (stride << 1);
}

/** Σ code[j] queryCode[j], int8 times int16, 32 numbers a round. */
function dotOfCodes(code: usize): i32 {
  let even = i32x4.splat(0);
  let odd = i32x4.splat(0);
  let q = queryCode;
  for (const end = code + stride; code !== end; code += 32, q += 64) {
    even = i32x4.add(even, i32x4.dot_i16x8_s(v128.load_ext<i8>(code), v128.load(q)));
    odd = i32x4.add(odd, i32x4.dot_i16x8_s(v128.load_ext<i8>(code, 8), v128.load(q, 16)));
    even = i32x4.add(even, i32x4.dot_i16x8_s(v128.load_ext<i8>(code, 16), v128.load(q, 32)));
    odd = i32x4.add(odd, i32x4.dot_i16x8_s(v128.load_ext<i8>(code, 24), v128.load(q, 48)));
  }
  const sum = i32x4.add(even, odd);
  return (
    i32x4.extract_lane(sum, 0) +
    i32x4.extract_lane(sum, 1) +
    (i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3))
  );
}

/** Σ query[j] vector[j], float32, 16 numbers a round. */
export function dotOfFloats(): f32 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  for (let at: usize = 0; at < floatBytes; at += 64) {
    const a = query + at;
    const b = vector + at;
    even = f32x4.add(even, f32x4.mul(v128.load(a), v128.load(b)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
    even = f32x4.add(even, f32x4.mul(v128.load(a, 32), v128.load(b, 32)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(a, 48), v128.load(b, 48)));
  }
  const sum = f32x4.add(even, odd);
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  );
}

function keyOf(rowScore: i32, row: u32): i64 {
  return ((<i64>rowScore) << 32) | row;
}

function scoreOf(key: i64): i32 {
  return <i32>(key >> 32);
}

function rowOf(key: i64): u32 {
  return <u32>key;
}

/** Adds a key to a heap of `size` keys, the least at its root. */
function push(heap: usize, size: i32, key: i64): void {
  let i = size;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = load<i64>(heap + ((<usize>parent) << 3));
    if (above <= key) break;
    store<i64>(heap + ((<usize>i) << 3), above);
    i = parent;
  }
  store<i64>(heap + ((<usize>i) << 3), key);
}

/** Puts a key in the place of the root of a heap of `size` keys. */
function replaceRoot(heap: usize, size: i32, key: i64): void {
  let i = 0;
  for (let child = 1; child < size; child = 2 * i + 1) {
    let below = load<i64>(heap + ((<usize>child) << 3));
    if (child + 1 < size) {
      const other = load<i64>(heap + ((<usize>(child + 1)) << 3));
      if (other < below) {
        below = other;
        child++;
      }
    }
    if (below >= key) break;
    store<i64>(heap + ((<usize>i) << 3), below);
    i = child;
  }
  store<i64>(heap + ((<usize>i) << 3), key);
}

/** The heap that `found` is becomes a list, the best first: its least goes behind what is left, time and again. */
function sortFound(): void {
  for (let size = foundSize - 1; size > 0; size--) {
    const last = found + ((<usize>size) << 3);
    const key = load<i64>(last);
    const least = load<i64>(found);
    replaceRoot(found, size, key);
    store<i64>(last, least);
  }
}
