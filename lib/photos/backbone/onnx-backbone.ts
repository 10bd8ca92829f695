import { type ImageEncoder, loadImageEncoder, resolveImageEncoder } from '../../encode/index.js';
import type { Backbone } from './backbone.js';

/**
 * An ONNX image classifier cut at its features, for use in Node: a short name, 'organisation/model', or a path.
 * @throws {ModelError} for a model that is unknown, cannot be had, or is no image classifier
 */
export async function onnxBackbone(model: string): Promise<Backbone> {
  const encoder = await loadImageEncoder(model);
  return { encoder, details: encoder.name, fallbackReason: null, layers: null, close: () => encoder.close() };
}

/** Classical descriptors, which know shapes and layouts that a network passes over. */
export async function descriptors(): Promise<ImageEncoder> {
  return (await resolveImageEncoder({ model: 'descriptors' })).encoder;
}
