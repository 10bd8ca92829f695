/**
 * TensorFlow.js networks trained as ONNX graphs: `fit`, optimisers, callbacks, checkpoints; models saved and
 * loaded.
 * @module vitrine/train
 * @example
 * ```ts
 * import { findAdModel } from 'vitrine/ads';
 * import { createSession, encodeGraph, floatTensor } from 'vitrine/onnx';
 * import { layersToOnnx, loadLayersModel } from 'vitrine/train';
 *
 * const model = await loadLayersModel((await findAdModel()).folder);
 * const session = await createSession(encodeGraph(layersToOnnx(model)));
 * const pixels = new Float32Array(128 * 128 * 3);
 * console.log(await session.run({ input: floatTensor(pixels, [1, 128, 128, 3]) }));
 * ```
 */

export { earlyStopping, modelCheckpoint, reduceLROnPlateau, trainingLog } from './callbacks/index.js';

export { imageBatches, stratifiedSplit } from './data/index.js';

export { occlusionMap } from './explain/occlusion.js';
export {
  type Callback,
  epochLine,
  type FitBatch,
  type FitContext,
  fit,
  type History,
  type Metric,
} from './fit/index.js';
export type { LayersModel } from './layers-model.js';
export { layersToOnnx } from './layers-to-onnx/index.js';
export { createTrainer, frozenFeatures } from './onnx-trainer/index.js';
export { adam, adamW, sgd } from './optimizers/index.js';
export { cosine, warmUp } from './schedules/index.js';
export { loadLayersModel, saveLayersModel } from './tfjs-format/index.js';

export { trainingCurves } from './training-curves.js';
