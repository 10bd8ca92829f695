import { ArgumentError } from '../../errors/index.js';
import { encodeGraph, type Graph } from '../graph.js';
import { modelProto } from '../proto.js';
import { createSession, type Session } from '../session.js';
import type { Tensor } from '../tensor.js';
import { Rewrite } from './rewrite.js';
import { type ActivationRange, quantizableActivations } from './static.js';

export interface RangeOptions {
  /**
   * The share of an activation's values, in percent, that its range holds; the rest, half at each end, is cut off.
   * 100 is minimum and maximum; below 100 the batches are gone through a second time, for histograms. Default 100.
   */
  readonly percentile?: number;
  /** Items below which no range is taken. Default 16. */
  readonly minItems?: number;
  /** Threads for one operator. Default one for each physical core. */
  readonly threads?: number;
  /** Called as items of the current pass are done, with how many. */
  readonly onProgress?: (done: number) => void;
}

/** Batches of the graph's inputs, each [n, …]; called once for each pass. */
export type Batches = () => AsyncIterable<Record<string, Tensor>> | Iterable<Record<string, Tensor>>;

const bins = 2048;
const leastItems = 16;

/**
 * Runs a float32 graph over real items and measures the range of every activation that `quantizeStatic` quantises.
 * A few hundred items are enough. Minima and maxima are taken inside the graph, so that memory is that of one batch;
 * histograms (2048 bins an activation, only below 100 percent) need one batch's activations on top: for ResNet50 about
 * 90 MB a photo, so keep batches small.
 * @throws {ArgumentError} for fewer than `minItems` items or a percentile outside (50, 100]; {ModelError} for inputs that do not fit
 * @example
 * const ranges = await activationRanges(graph, () => batchesOfPhotos(files, 8));
 * const int8 = quantizeStatic(graph, ranges);
 */
export async function activationRanges(
  graph: Graph,
  batches: Batches,
  { percentile = 100, minItems = leastItems, threads, onProgress }: RangeOptions = {},
): Promise<Map<string, ActivationRange>> {
  if (!(percentile > 50 && percentile <= 100)) {
    throw new ArgumentError(`the percentile must lie above 50 and at most at 100, got ${percentile}`);
  }
  const names = quantizableActivations(graph);
  const extremes = await measureExtremes(graph, names, batches, { minItems, threads, onProgress });
  if (percentile === 100) return extremes;
  return cutTails(graph, extremes, batches, percentile, { threads, onProgress });
}

async function measureExtremes(
  graph: Graph,
  names: readonly string[],
  batches: Batches,
  { minItems, threads, onProgress }: RangeOptions & { readonly minItems: number },
): Promise<Map<string, ActivationRange>> {
  const rewrite = new Rewrite(graph);
  for (const node of modelProto(graph).graph?.node ?? []) rewrite.keep(node);
  const outputs = names.flatMap((name) => [
    rewrite.op('ReduceMin', [name], `${name}:min`, { keepdims: 0 }),
    rewrite.op('ReduceMax', [name], `${name}:max`, { keepdims: 0 }),
  ]);
  const low = new Float64Array(names.length).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(names.length).fill(Number.NEGATIVE_INFINITY);
  let items = 0;
  await eachBatch(rewrite.finish(outputs), threads, batches, async (session, feeds) => {
    const results = await session.run(feeds);
    names.forEach((name, i) => {
      low[i] = Math.min(low[i], Number(results[`${name}:min`].data[0]));
      high[i] = Math.max(high[i], Number(results[`${name}:max`].data[0]));
    });
    items += itemsOf(feeds);
    onProgress?.(items);
  });
  if (items < minItems) {
    throw new ArgumentError(
      `${items} item${items === 1 ? '' : 's'} to calibrate on, at least ${minItems} are needed; give more photos, or keep fp32`,
    );
  }
  names.forEach((name, i) => {
    if (Number.isFinite(low[i]) && Number.isFinite(high[i])) return;
    throw new ArgumentError(
      `activation ${name} is not finite on these items; check the model and the photos`,
    );
  });
  return new Map(names.map((name, i) => [name, { min: low[i], max: high[i] }]));
}

/** The second pass: histograms between minimum and maximum, cut where the tails hold what the percentile leaves. */
async function cutTails(
  graph: Graph,
  extremes: ReadonlyMap<string, ActivationRange>,
  batches: Batches,
  percentile: number,
  { threads, onProgress }: RangeOptions,
): Promise<Map<string, ActivationRange>> {
  const inputs = new Set(modelProto(graph).graph?.input?.map(({ name }) => name));
  const names = [...extremes.keys()];
  const computed = names.filter((name) => !inputs.has(name));
  const rewrite = new Rewrite(graph);
  for (const node of modelProto(graph).graph?.node ?? []) rewrite.keep(node);
  const histograms = new Map(names.map((name) => [name, new Float64Array(bins)]));
  let items = 0;
  await eachBatch(rewrite.finish(computed), threads, batches, async (session, feeds) => {
    const results: Record<string, Tensor> = { ...feeds, ...(await session.run(feeds)) };
    for (const name of names) {
      const { min, max } = extremes.get(name) as ActivationRange;
      count(results[name].data as Float32Array, min, max, histograms.get(name) as Float64Array);
    }
    items += itemsOf(feeds);
    onProgress?.(items);
  });
  return new Map(
    names.map((name) => {
      const range = extremes.get(name) as ActivationRange;
      return [name, within(range, histograms.get(name) as Float64Array, (100 - percentile) / 200)];
    }),
  );
}

function count(values: Float32Array, min: number, max: number, histogram: Float64Array): void {
  const perUnit = max > min ? bins / (max - min) : 0;
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((values[i] - min) * perUnit);
    histogram[bin < 0 ? 0 : bin >= bins ? bins - 1 : bin] += 1;
  }
}

/** The range without the bins at each end that together hold at most `tail` of all values. */
function within({ min, max }: ActivationRange, histogram: Float64Array, tail: number): ActivationRange {
  const allowed = tail * histogram.reduce((sum, n) => sum + n, 0);
  let first = 0;
  for (let cut = histogram[0]; cut <= allowed && first < bins - 1; cut += histogram[first]) first += 1;
  let last = bins - 1;
  for (let cut = histogram[last]; cut <= allowed && last > first; cut += histogram[last]) last -= 1;
  const width = (max - min) / bins;
  return { min: min + first * width, max: max - (bins - 1 - last) * width };
}

async function eachBatch(
  graph: Graph,
  threads: number | undefined,
  batches: Batches,
  use: (session: Session, feeds: Record<string, Tensor>) => Promise<void>,
): Promise<void> {
  const session = await createSession(encodeGraph(graph), { device: 'cpu', threads });
  try {
    for await (const feeds of batches()) await use(session, feeds);
  } finally {
    await session.close();
  }
}

function itemsOf(feeds: Record<string, Tensor>): number {
  return Object.values(feeds)[0]?.dims[0] ?? 0;
}
