/** Three coordinates of a colour: CIELAB, or sRGB. */
export type Color = readonly [number, number, number];

/** A colour in CIELAB, and how much of it there is. */
export interface WeightedColor {
  readonly lab: Color;
  readonly weight: number;
}

/** Square of ΔE (1976). */
export function squaredDistance(x: Color, y: Color): number {
  return (x[0] - y[0]) ** 2 + (x[1] - y[1]) ** 2 + (x[2] - y[2]) ** 2;
}

/**
 * Starting points of k-means.
 * @param choose the place of the next one, given each colour's weight × squared distance to those chosen before (at
 * first its weight); negative where there is none
 * @returns places of at most `count` colours
 */
export function seedCenters(
  colors: readonly WeightedColor[],
  count: number,
  choose: (pull: Float64Array) => number,
): Color[] {
  const distance = new Float64Array(colors.length).fill(1);
  const centers: Color[] = [];
  while (centers.length < count) {
    const chosen = choose(distance.map((d, i) => d * colors[i].weight));
    if (chosen < 0) break;
    const center = colors[chosen].lab;
    colors.forEach(({ lab }, i) => {
      const d = squaredDistance(lab, center);
      distance[i] = centers.length === 0 ? d : Math.min(distance[i], d);
    });
    centers.push(center);
  }
  return centers;
}

/** The colours nearest to each centre, in their order (Lloyd 1982). */
export function membersOf<T extends { readonly lab: Color }>(
  colors: readonly T[],
  centers: readonly Color[],
): T[][] {
  const members: T[][] = centers.map(() => []);
  for (const color of colors) members[nearestCenter(color.lab, centers)].push(color);
  return members;
}

/** The place of the centre nearest to a colour. */
export function nearestCenter(lab: Color, centers: readonly Color[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < centers.length; k++) {
    const d = squaredDistance(lab, centers[k]);
    if (d < least) {
      least = d;
      best = k;
    }
  }
  return best;
}

/** The weighted mean of some colours, one coordinate after the other. */
export function meanColor<T extends { readonly weight: number }>(
  some: readonly T[],
  of: (color: T) => Color,
): Color {
  const weight = totalWeight(some);
  const at = (c: number) => some.reduce((sum, color) => sum + of(color)[c] * color.weight, 0) / weight;
  return [at(0), at(1), at(2)];
}

/** The sum of the weights. */
export function totalWeight(some: readonly { readonly weight: number }[]): number {
  return some.reduce((sum, { weight }) => sum + weight, 0);
}
