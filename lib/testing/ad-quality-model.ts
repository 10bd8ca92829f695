import * as tf from '@tensorflow/tfjs';
import { saveLayersModel } from '../train/index.js';

const he = (seed: number) => tf.initializers.heNormal({ seed });

/**
 * An untrained network of the shape of the ad-quality one, small: [n, side, side, 3] in 0…255 to score, probability and
 * one probability a rule.
 */
export function adQualityModel(side = 48, rules: readonly string[] = []): tf.LayersModel {
  const input = tf.input({ shape: [side, side, 3] });
  const rescale = (scale: number, offset: number) => tf.layers.rescaling({ scale, offset } as never);
  let x = rescale(1 / 127.5, -1).apply(input) as tf.SymbolicTensor;
  [8, 16, 16, 32].forEach((filters, i) => {
    const conv = { filters, kernelSize: 3, padding: 'same', activation: 'relu' } as const;
    x = tf.layers.conv2d({ ...conv, kernelInitializer: he(i) }).apply(x) as tf.SymbolicTensor;
    x = tf.layers.maxPooling2d({ poolSize: 2 }).apply(x) as tf.SymbolicTensor;
    x = tf.layers.batchNormalization().apply(x) as tf.SymbolicTensor;
  });
  x = tf.layers.globalAveragePooling2d({}).apply(x) as tf.SymbolicTensor;
  const head = (seed: number) =>
    tf.layers
      .dense({ units: 1, activation: 'sigmoid', kernelInitializer: he(seed) })
      .apply(x) as tf.SymbolicTensor;
  const score = rescale(100, 0).apply(head(11)) as tf.SymbolicTensor;
  const heads = ['compliance', ...rules].map((_, i) => head(12 + i));
  const model = tf.model({
    inputs: input,
    outputs: tf.layers.concatenate().apply([score, ...heads]) as tf.SymbolicTensor,
  });
  model.setUserDefinedMetadata({ resize: 'area', rules });
  return model;
}

/** Saves such a network in two shards, and gives it back. */
export async function saveAdQualityModel(
  folder: string,
  side?: number,
  rules?: readonly string[],
): Promise<tf.LayersModel> {
  const model = adQualityModel(side, rules);
  await saveLayersModel(model, folder, { shardBytes: 4 * Math.ceil(model.countParams() / 2) });
  return model;
}
