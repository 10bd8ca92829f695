/** Every way to give `parts` weights of a total of 1 in steps of 1 / divisions, in lexical order. */
export function simplexGrid(parts: number, divisions: number): number[][] {
  const out: number[][] = [];
  const fill = (counts: number[], left: number) => {
    if (counts.length === parts - 1) {
      out.push([...counts, left].map((count) => count / divisions));
      return;
    }
    for (let count = 0; count <= left; count++) fill([...counts, count], left - count);
  };
  fill([], divisions);
  return out;
}

/** How many points that grid has: C(divisions + parts − 1, parts − 1). */
export function simplexSize(parts: number, divisions: number): number {
  let size = 1;
  for (let i = 1; i < parts; i++) size = (size * (divisions + i)) / i;
  return Math.round(size);
}

/** The points that moving `step` from one part to another reaches. */
export function simplexNeighbours(point: readonly number[], step: number): number[][] {
  return point.flatMap((from, i) =>
    from < step - 1e-9
      ? []
      : point.flatMap((_, j) => {
          if (i === j) return [];
          const moved = [...point];
          moved[i] = Math.max(0, moved[i] - step);
          moved[j] += step;
          return [moved];
        }),
  );
}

/** The point with `weight` on one part, the others sharing the rest in the proportions that they have, or evenly. */
export function withWeight(point: readonly number[], part: number, weight: number): number[] {
  const others = point.reduce((sum, value, i) => sum + (i === part ? 0 : value), 0);
  return point.map((value, i) => {
    if (i === part) return weight;
    return (1 - weight) * (others > 0 ? value / others : 1 / (point.length - 1));
  });
}
