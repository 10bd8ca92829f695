import { readFile } from 'node:fs/promises';
import type { ImageEncoder } from '../../encode/index.js';
import { messageOf } from '../../errors/index.js';
import { decodeRgb, resizeArea } from '../../images/index.js';
import { createSession, encodeGraph, floatTensor } from '../../onnx/index.js';
import { contentKey } from '../../store/index.js';
import { type LayersModel, layersToOnnx } from '../../train/index.js';
import { matrix } from '../../vectors/index.js';

const batch = 16;

/**
 * A Layers model that turns pixels into features, as an encoder of photos: run by ONNX Runtime, pictures shrunk by
 * averaging areas as the page does it.
 * @param model pixels [n, height, width, 3] in 0…255 to [n, dim]; it stays the caller's
 */
export async function layersEncoder(model: LayersModel, name: string): Promise<ImageEncoder> {
  const [, height, width] = model.inputs[0].shape as number[];
  const dim = model.outputs[0].shape[1] as number;
  const graph = encodeGraph(layersToOnnx(model));
  const session = await createSession(graph, { device: 'cpu', spinning: false });
  const pixels = (path: string) =>
    readFile(path)
      .then((bytes) => decodeRgb(bytes))
      .then(
        (image) => resizeArea(image, height, width),
        (error) => messageOf(error),
      );
  return {
    id: `layers-1:${contentKey(Buffer.from(graph).toString('latin1'))}`,
    name,
    dim,
    fallback: false,
    async *encodeBatches(paths, { batchSize = batch } = {}) {
      for (let start = 0; start < paths.length; start += batchSize) {
        const photos = await Promise.all(paths.slice(start, start + batchSize).map(pixels));
        const vectors = matrix(photos.length, dim);
        const failed = new Map<number, string>();
        const x = new Float32Array(photos.length * height * width * 3);
        for (const [i, photo] of photos.entries()) {
          if (typeof photo === 'string') failed.set(start + i, photo);
          else x.set(photo, i * height * width * 3);
        }
        const { output } = await session.run({ input: floatTensor(x, [photos.length, height, width, 3]) });
        vectors.data.set(output.data as Float32Array);
        for (const i of failed.keys()) vectors.data.fill(0, (i - start) * dim, (i - start + 1) * dim);
        yield { indices: photos.map((_, i) => start + i), vectors, failed };
      }
    },
    close: () => session.close(),
  };
}
