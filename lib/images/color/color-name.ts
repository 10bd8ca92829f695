/** Everyday names with the CIELAB value that they stand for. */
const names: readonly (readonly [string, number, number, number])[] = [
  ['black', 10, 0, 0],
  ['charcoal', 30, 0, -1],
  ['gray', 56, 0, -1],
  ['light gray', 78, 0, -1],
  ['white', 96, 0, 1],
  ['cream', 90, 1, 12],
  ['beige', 80, 3, 20],
  ['tan', 68, 9, 35],
  ['brown', 36, 16, 22],
  ['dark brown', 20, 10, 12],
  ['red', 45, 60, 38],
  ['dark red', 27, 42, 24],
  ['pink', 74, 28, 2],
  ['orange', 63, 38, 54],
  ['yellow', 82, 4, 68],
  ['gold', 68, 5, 50],
  ['olive', 50, -8, 35],
  ['green', 50, -35, 28],
  ['dark green', 28, -22, 14],
  ['light green', 78, -25, 22],
  ['teal', 49, -27, -10],
  ['turquoise', 75, -35, -8],
  ['light blue', 76, -8, -20],
  ['blue', 48, 2, -44],
  ['navy', 21, 8, -28],
  ['purple', 38, 38, -36],
  ['lavender', 72, 16, -22],
];

/** The everyday name nearest to a CIELAB colour, by ΔE (1976). */
export function colorName([l, a, b]: readonly [number, number, number]): string {
  let best = '';
  let least = Number.POSITIVE_INFINITY;
  for (const [name, nl, na, nb] of names) {
    const distance = (l - nl) ** 2 + (a - na) ** 2 + (b - nb) ** 2;
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}
