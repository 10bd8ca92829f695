/** A function's value and gradient at a point. */
export interface Evaluated {
  readonly value: number;
  readonly gradient: Float64Array<ArrayBuffer>;
}

export interface LbfgsOptions {
  /** Steps at most. Default 100. */
  readonly iterations?: number;
  /** It ends where no part of the gradient is larger. Default 1e-4. */
  readonly tolerance?: number;
  /** Asked before each step whether to go on: throws where not. */
  readonly signal?: AbortSignal;
}

interface Pair {
  readonly s: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
  readonly rho: number;
}

/** Steps that are remembered. */
const memory = 10;
/** Share of the promised fall that a step must bring (Armijo). */
const sufficient = 1e-4;

/**
 * The point where a smooth convex function is least, by L-BFGS: the inverse of its curvature is estimated from the last
 * ten steps, each step halved until the function falls enough.
 * Source: Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989.
 * @param evaluate value and gradient at a point
 * @param start is left as it is
 */
export async function lbfgs(
  evaluate: (point: Float64Array<ArrayBuffer>) => Promise<Evaluated>,
  start: Float64Array<ArrayBuffer>,
  { iterations = 100, tolerance = 1e-4, signal }: LbfgsOptions = {},
): Promise<Float64Array<ArrayBuffer>> {
  let point = start.slice();
  let here = await evaluate(point);
  const pairs: Pair[] = [];
  for (let i = 0; i < iterations && largest(here.gradient) > tolerance; i++) {
    signal?.throwIfAborted();
    const direction = descent(here.gradient, pairs);
    const slope = dot(direction, here.gradient);
    // The first step is as long as the gradient is steep: nothing is known of the curvature.
    let length = pairs.length === 0 ? 1 / Math.max(1, Math.sqrt(-slope)) : 1;
    let next = moved(point, direction, length);
    let there = await evaluate(next);
    while (!(there.value <= here.value + sufficient * length * slope)) {
      length /= 2;
      if (length < 1e-10) return point;
      next = moved(point, direction, length);
      there = await evaluate(next);
    }
    remember(pairs, moved(next, point, -1), moved(there.gradient, here.gradient, -1));
    [point, here] = [next, there];
  }
  return point;
}

/** Minus the estimated inverse curvature times the gradient: the two loops over the remembered steps. */
function descent(gradient: Float64Array<ArrayBuffer>, pairs: readonly Pair[]): Float64Array<ArrayBuffer> {
  const direction = gradient.slice();
  const alphas = pairs.map(() => 0);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i];
    alphas[i] = rho * dot(s, direction);
    add(direction, y, -alphas[i]);
  }
  const last = pairs.at(-1);
  const scale = last ? dot(last.s, last.y) / dot(last.y, last.y) : 1;
  for (let i = 0; i < direction.length; i++) direction[i] *= -scale;
  for (const [i, { s, y, rho }] of pairs.entries()) add(direction, s, -alphas[i] - rho * dot(y, direction));
  return direction;
}

/** Steps along which the function does not bend upwards say nothing of its curvature. */
function remember(pairs: Pair[], s: Float64Array<ArrayBuffer>, y: Float64Array<ArrayBuffer>): void {
  const bend = dot(s, y);
  if (!(bend > 1e-12)) return;
  pairs.push({ s, y, rho: 1 / bend });
  if (pairs.length > memory) pairs.shift();
}

function moved(
  point: Float64Array<ArrayBuffer>,
  direction: Float64Array<ArrayBuffer>,
  length: number,
): Float64Array<ArrayBuffer> {
  const next = point.slice();
  add(next, direction, length);
  return next;
}

/** In place: these loops run some dozen times a step over every weight. */
function add(to: Float64Array<ArrayBuffer>, direction: Float64Array<ArrayBuffer>, length: number): void {
  for (let i = 0; i < to.length; i++) to[i] += length * direction[i];
}

function dot(a: Float64Array<ArrayBuffer>, b: Float64Array<ArrayBuffer>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function largest(values: Float64Array<ArrayBuffer>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
