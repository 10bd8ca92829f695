import { ArgumentError } from '../../errors/index.js';
import {
  activationRanges,
  cutAtFeatures,
  type Graph,
  graphInputs,
  loadGraph,
  quantizeStatic,
} from '../../onnx/index.js';
import {
  firstOutputs,
  outputCosine,
  sensitiveActivations,
  simplifyGraph,
} from '../../onnx/quantize/index.js';
import { decodePhoto, imageTensor, type Pixels } from '../image/pixels.js';
import { preprocessingOf } from '../image/preprocessing.js';
import type { ModelFiles } from '../models/index.js';

/** Photos below which ranges would be those of a few photos only. */
export const minPhotos = 16;
const batch = 8;

/** Below this mean cosine of features the activations that harm most are looked for, and left float32. */
const wellQuantized = 0.99;

/** An image network in int8, its activations' ranges measured on photos, decoded as the encoder does. */
export async function calibrated(
  { model, files }: ModelFiles,
  paths: readonly string[],
  { threads, percentile }: { readonly threads?: number; readonly percentile: number },
): Promise<Graph> {
  const graph = await simplifyGraph(await loadGraph(model));
  const cut = cutAtFeatures(graph);
  const [input] = graphInputs(cut);
  const preprocessing = await preprocessingOf(input, files['preprocessor_config.json']);
  const rows = typeof input.dims[0] === 'number' ? input.dims[0] : undefined;
  // Decoded once for both passes: 150 KB a photo at 224 pixels.
  const decoded: Pixels[] = [];
  for (let start = 0; start < paths.length; start += batch) {
    const some = paths.slice(start, start + batch);
    const results = await Promise.all(some.map((file) => decodePhoto(file, preprocessing).catch(() => null)));
    decoded.push(...results.filter((photo) => photo !== null));
  }
  if (decoded.length < minPhotos) {
    throw new ArgumentError(
      `${decoded.length} photo${decoded.length === 1 ? '' : 's'} to calibrate on, at least ${minPhotos} are needed; give more photos, or keep fp32`,
    );
  }
  // Made anew each time: a batch of eight is 5 MB.
  function* batches(photos: readonly Pixels[] = decoded) {
    const size = rows ?? batch;
    for (let start = 0; start < photos.length; start += size) {
      yield { [input.name]: imageTensor(photos.slice(start, start + size), preprocessing, rows) };
    }
  }
  const ranges = await activationRanges(cut, () => batches(), { percentile, threads });
  const few = [...batches(decoded.slice(0, minPhotos))];
  const expected = await firstOutputs(cut, few, threads);
  if ((await outputCosine(expected, quantizeStatic(cut, ranges), few, threads)) < wellQuantized) {
    for (const name of await sensitiveActivations(cut, ranges, few, { threads })) ranges.delete(name);
  }
  return quantizeStatic(graph, ranges);
}
