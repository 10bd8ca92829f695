import { activation, elu, leakyRelu, relu, softmax } from './activation.js';
import { conv2d, depthwiseConv2d, separableConv2d } from './convolution.js';
import { dense } from './dense.js';
import { add, average, concatenate, multiply } from './merge.js';
import type { LayerLike, NetworkWriter, Value } from './network-writer.js';
import { batchNormalization } from './normalization.js';
import { averagePooling2d, globalAveragePooling2d, globalMaxPooling2d, maxPooling2d } from './pooling.js';
import { dropout, flatten, permute, rescaling, reshape, zeroPadding2d } from './shaping.js';

/** Writes one call of a layer into the graph. */
export type LayerRule = (w: NetworkWriter, layer: LayerLike, inputs: readonly Value[]) => Value;

/** Layer kind to rule. Input layers and nested models need none. */
export const kinds: Readonly<Record<string, LayerRule>> = {
  Activation: activation,
  Add: add,
  Average: average,
  AveragePooling2D: averagePooling2d,
  BatchNormalization: batchNormalization,
  Concatenate: concatenate,
  Conv2D: conv2d,
  Dense: dense,
  DepthwiseConv2D: depthwiseConv2d,
  Dropout: dropout,
  ELU: elu,
  Flatten: flatten,
  GlobalAveragePooling2D: globalAveragePooling2d,
  GlobalMaxPooling2D: globalMaxPooling2d,
  LeakyReLU: leakyRelu,
  MaxPooling2D: maxPooling2d,
  Multiply: multiply,
  Permute: permute,
  ReLU: relu,
  Rescaling: rescaling,
  Reshape: reshape,
  SeparableConv2D: separableConv2d,
  Softmax: softmax,
  ZeroPadding2D: zeroPadding2d,
};
