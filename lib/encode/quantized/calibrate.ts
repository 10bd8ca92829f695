import { ArgumentError } from '../../errors/index.js';
import {
  activationRanges,
  cutAtFeatures,
  type Graph,
  graphInputs,
  loadGraph,
  quantizeStatic,
  simplifyGraph,
} from '../../onnx/index.js';
import { decodePhoto, imageTensor, type Pixels } from '../image/pixels.js';
import { preprocessingOf } from '../image/preprocessing.js';
import type { ModelFiles } from '../models/index.js';

/** Photos below which ranges would be those of a few photos only. */
export const MIN_PHOTOS = 16;
const BATCH = 8;

/** An image network in int8, its activations' ranges measured on photos, decoded as the encoder does. */
export async function calibrated(
  { model, files }: ModelFiles,
  photos: readonly string[],
  { threads, percentile }: { readonly threads?: number; readonly percentile: number },
): Promise<Graph> {
  const graph = await simplifyGraph(await loadGraph(model));
  const cut = cutAtFeatures(graph);
  const [input] = graphInputs(cut);
  const preprocessing = await preprocessingOf(input, files['preprocessor_config.json']);
  const rows = typeof input.dims[0] === 'number' ? input.dims[0] : undefined;
  // Decoded once for both passes: 150 KB a photo at 224 pixels.
  const decoded: Pixels[] = [];
  for (let start = 0; start < photos.length; start += BATCH) {
    const some = photos.slice(start, start + BATCH);
    const results = await Promise.all(some.map((file) => decodePhoto(file, preprocessing).catch(() => null)));
    decoded.push(...results.filter((photo) => photo !== null));
  }
  if (decoded.length < MIN_PHOTOS) {
    throw new ArgumentError(
      `${decoded.length} photo${decoded.length === 1 ? '' : 's'} to calibrate on, at least ${MIN_PHOTOS} are needed; give more photos, or keep fp32`,
    );
  }
  function* batches() {
    const size = rows ?? BATCH;
    for (let start = 0; start < decoded.length; start += size) {
      yield { [input.name]: imageTensor(decoded.slice(start, start + size), preprocessing, rows) };
    }
  }
  return quantizeStatic(graph, await activationRanges(cut, batches, { percentile, threads }));
}
