import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';
import { UserError } from '../../errors/index.js';
import { loadLayersModel } from '../../train/index.js';
import { tensorflow } from '../../train/tensorflow/index.js';
import type { Backbone } from './backbone.js';
import { layersEncoder } from './layers-encoder.js';

/**
 * The part of a TensorFlow.js image classifier in front of its head, in a folder with model.json: its first inner model
 * where that gives features, else all in front of its last dense layer. Pixels are scaled to [−1, 1], as MobileNet's
 * authors do it, unless the model scales them itself.
 * @throws {UserError} for a model of another kind
 */
export async function layersBackbone(folder: string): Promise<Backbone> {
  const model = (await loadLayersModel(folder)) as LayersModel;
  const layers = await featureModel(model, folder);
  return backboneOf(layers, `${layers.name} of ${folder}`);
}

/** @param layers pixels in 0…255 to features */
export async function backboneOf(
  layers: LayersModel,
  details: string,
  fallbackReason: string | null = null,
): Promise<Backbone> {
  const encoder = await layersEncoder(layers, details);
  return { encoder, details, fallbackReason, layers, close: () => encoder.close() };
}

async function featureModel(model: LayersModel, folder: string): Promise<LayersModel> {
  const tf = await tensorflow();
  const extractor = await extractorOf(model);
  const [, height, width, channels] = extractor?.inputs[0].shape ?? [];
  if (extractor?.outputs[0].shape.length !== 2 || !height || !width || channels !== 3) {
    throw new UserError(
      `${folder} takes [${model.inputs[0].shape}] and gives [${model.outputs[0].shape}]; a backbone is an image classifier that takes [n, height, width, 3]`,
    );
  }
  const pixels = tf.input({ shape: [height, width, 3], name: 'pixels' });
  const scalesItself = extractor.layers.some((layer) => layer.getClassName() === 'Rescaling');
  const scaled = scalesItself
    ? pixels
    : (tf.layers
        .rescaling({ scale: 1 / 127.5, offset: -1, name: 'rescale_pixels' } as never)
        .apply(pixels) as SymbolicTensor);
  return tf.model({ inputs: pixels, outputs: extractor.apply(scaled) as SymbolicTensor, name: model.name });
}

async function extractorOf(model: LayersModel): Promise<LayersModel | null> {
  const [first] = model.layers as unknown as LayersModel[];
  if (first && 'layers' in first && first.outputs?.[0].shape.length === 2) return first;
  const tf = await tensorflow();
  const dense = model.layers.findLast((layer) => layer.getClassName() === 'Dense');
  return dense ? tf.model({ inputs: model.inputs, outputs: dense.input as SymbolicTensor }) : null;
}
