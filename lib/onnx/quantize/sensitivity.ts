import { ModelError } from '../errors.js';
import { encodeGraph, type Graph } from '../graph.js';
import { createSession } from '../session.js';
import type { Tensor } from '../tensor.js';
import { type ActivationRange, quantizeStatic } from './static.js';

/**
 * The mean cosine between the rows of a graph's first output and those of another graph of the same inputs and outputs,
 * [n, …] each, over some batches.
 */
export async function outputCosine(
  expected: readonly Float32Array[],
  graph: Graph,
  batches: readonly Record<string, Tensor>[],
  threads?: number,
): Promise<number> {
  let [sum, rows] = [0, 0];
  (await firstOutputs(graph, batches, threads)).forEach((found, b) => {
    const count = Object.values(batches[b])[0].dims[0];
    const size = found.length / count;
    for (let i = 0; i < count; i++) {
      let [ab, aa, bb] = [0, 0, 0];
      for (let j = i * size; j < (i + 1) * size; j++) {
        ab += expected[b][j] * found[j];
        aa += expected[b][j] ** 2;
        bb += found[j] ** 2;
      }
      sum += aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : Number(aa === bb);
      rows += 1;
    }
  });
  return sum / rows;
}

/** The numbers of a graph's first output for each batch. */
export async function firstOutputs(
  graph: Graph,
  batches: readonly Record<string, Tensor>[],
  threads?: number,
): Promise<Float32Array[]> {
  const session = await createSession(encodeGraph(graph), { device: 'cpu', threads });
  try {
    const [output] = session.outputNames;
    const results: Float32Array[] = [];
    for (const feeds of batches)
      results.push((await session.run(feeds, [output]))[output].data as Float32Array);
    return results;
  } finally {
    await session.close();
  }
}

/**
 * The activations that harm most when they are quantised: each is quantised alone (with the convolutions that read it),
 * and those whose outputs then have a mean cosine below `least` with the float32 ones are returned. A MobileNet has
 * one or two, where a depthwise convolution multiplies faint channels. One session and one pass for each activation,
 * so give a batch or two.
 *
 * Source: Wu et al., "Integer Quantization for Deep Learning Inference" (2020), section 6.1, partial quantization.
 */
export async function sensitiveActivations(
  graph: Graph,
  ranges: ReadonlyMap<string, ActivationRange>,
  batches: readonly Record<string, Tensor>[],
  { least = 0.99, threads }: { readonly least?: number; readonly threads?: number } = {},
): Promise<string[]> {
  const expected = await firstOutputs(graph, batches, threads);
  const sensitive: string[] = [];
  for (const [name, range] of ranges) {
    const alone = quantizedAlone(graph, name, range);
    if (alone && (await outputCosine(expected, alone, batches, threads)) < least) sensitive.push(name);
  }
  return sensitive;
}

/** Undefined for an activation that no convolution reads: alone it only loses its last bits. */
function quantizedAlone(graph: Graph, name: string, range: ActivationRange): Graph | undefined {
  try {
    return quantizeStatic(graph, new Map([[name, range]]));
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}
