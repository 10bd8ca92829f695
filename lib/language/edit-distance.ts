/**
 * Edits that turn a into b: insertions, deletions, substitutions and swaps of two neighbouring letters
 * (Damerau 1964, in the "optimal string alignment" form); `limit + 1` as soon as it is certain to exceed `limit`.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast = new Uint16Array(b.length + 1);
  let last = Uint16Array.from({ length: b.length + 1 }, (_, j) => j);
  let current = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    current[0] = i;
    let best = i;
    const ca = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j++) {
      const cb = b.charCodeAt(j - 1);
      let cost = Math.min(last[j] + 1, current[j - 1] + 1, last[j - 1] + (ca === cb ? 0 : 1));
      if (i > 1 && j > 1 && ca === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === cb) {
        cost = Math.min(cost, beforeLast[j - 2] + 1);
      }
      current[j] = cost;
      if (cost < best) best = cost;
    }
    // A swap reaches back two rows, one below the limit there at best: two rows over it end the search.
    if (best > limit + 1) return limit + 1;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return Math.min(last[b.length], limit + 1);
}

/** The names closest to a mistyped one, best first: at most `count`, at most a third of its letters (and 2 at least) apart, or containing it. */
export function nearestNames(name: string, known: Iterable<string>, count = 3): string[] {
  const wanted = name.toLowerCase();
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  const near: { name: string; distance: number }[] = [];
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    const contained = wanted.length >= 3 && other.includes(wanted);
    const distance = contained ? 1 : editDistance(wanted, other, limit);
    if (distance <= limit) near.push({ name: candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return near.slice(0, count).map((x) => x.name);
}

/** The known name that a mistyped one most likely means, undefined where none is near. */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  return nearestNames(name, known, 1)[0];
}
