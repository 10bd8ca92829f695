import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';

type TensorFlow = typeof import('@tensorflow/tfjs');

/** Expansion, filters, number and first stride of the blocks (Sandler et al., "MobileNetV2", 2018, table 2). */
const blocks = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/**
 * A classifier of two classes on a MobileNetV2 with random weights, α = 0.35, pictures of 224 px: as fast as a trained
 * one. A model in a model, as pages export them: features of 1,280 numbers, then two dense layers.
 */
export function randomMobileNetV2(tf: TensorFlow): LayersModel {
  const input = tf.input({ shape: [224, 224, 3] });
  let x = normalized(tf, convolution(tf, padded(tf, input), widthOf(32), 3, 2));
  for (const [expansion, filters, count, firstStride] of blocks) {
    for (let i = 0; i < count; i++) x = block(tf, x, expansion, widthOf(filters), i === 0 ? firstStride : 1);
  }
  const base = tf.model({ inputs: input, outputs: normalized(tf, convolution(tf, x, 1280, 1, 1)) });
  const features = tf.sequential({ layers: [base, tf.layers.globalAveragePooling2d({})] });
  const head = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [1280], units: 100, activation: 'relu' }),
      tf.layers.dense({ units: 2, activation: 'softmax', useBias: false }),
    ],
  });
  return tf.sequential({ layers: [features, head] });
}

/** An inverted residual: widened, filtered channel by channel, narrowed; added to what came where that has its shape. */
function block(tf: TensorFlow, input: SymbolicTensor, expansion: number, filters: number, strides: 1 | 2) {
  const channels = input.shape.at(-1) as number;
  const wide = expansion === 1 ? input : normalized(tf, convolution(tf, input, expansion * channels, 1, 1));
  const depthwise = tf.layers
    .depthwiseConv2d({ kernelSize: 3, strides, padding: strides === 2 ? 'valid' : 'same', useBias: false })
    .apply(strides === 2 ? padded(tf, wide) : wide) as SymbolicTensor;
  const narrow = convolution(tf, normalized(tf, depthwise), filters, 1, 1);
  const output = tf.layers.batchNormalization({}).apply(narrow) as SymbolicTensor;
  if (strides === 2 || channels !== filters) return output;
  return tf.layers.add().apply([input, output]) as SymbolicTensor;
}

/** Filters at α = 0.35: a multiple of 8, at least 8, and not below nine tenths. */
function widthOf(filters: number): number {
  const exact = 0.35 * filters;
  const near = Math.max(8, Math.floor((exact + 4) / 8) * 8);
  return near < 0.9 * exact ? near + 8 : near;
}

function convolution(
  tf: TensorFlow,
  x: SymbolicTensor,
  filters: number,
  kernelSize: number,
  strides: number,
) {
  const layer = tf.layers.conv2d({
    ...{ filters, kernelSize, strides, padding: 'valid', useBias: false },
    kernelInitializer: 'heNormal',
  });
  return layer.apply(x) as SymbolicTensor;
}

/** A row and a column of zeros at the end, with which a stride of 2 halves an even size. */
function padded(tf: TensorFlow, x: SymbolicTensor): SymbolicTensor {
  const padding: [[number, number], [number, number]] = [
    [0, 1],
    [0, 1],
  ];
  return tf.layers.zeroPadding2d({ padding }).apply(x) as SymbolicTensor;
}

function normalized(tf: TensorFlow, x: SymbolicTensor): SymbolicTensor {
  const normal = tf.layers.batchNormalization({}).apply(x);
  return tf.layers.reLU({ maxValue: 6 }).apply(normal) as SymbolicTensor;
}
