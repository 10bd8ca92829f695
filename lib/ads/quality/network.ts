import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';
import { tensorflow } from '../../train/index.js';
import type { AdQualityConfig } from './config.js';

/** Filters of the four convolutions. */
const filters = [32, 64, 128, 256];
/** Units and dropout of the two dense layers. */
const dense = [
  { units: 256, dropout: 0.4 },
  { units: 128, dropout: 0.3 },
];

/**
 * The network, with its first weights drawn from the seed: raw RGB pixels [n, imgHeight, imgWidth, 3] in 0…255 to [n, 2],
 * the score in [0, 100] and the probability that the ad complies in [0, 1].
 *
 * Four blocks of convolution 3 × 3, max-pooling and batch normalisation, global average pooling, two dense layers with
 * dropout; rescaling of pixels and score is part of the network, so that a page feeds pixels and reads a score.
 */
export async function adQualityNetwork(config: AdQualityConfig): Promise<LayersModel> {
  const tf = await tensorflow();
  let seed = config.seed;
  const heNormal = () => tf.initializers.heNormal({ seed: seed++ });
  const glorotUniform = () => tf.initializers.glorotUniform({ seed: seed++ });

  const pixels = tf.input({ shape: [config.imgHeight, config.imgWidth, 3], name: 'pixels' });
  let x = tf.layers
    .rescaling({ scale: 1 / 127.5, offset: -1, name: 'rescale_pixels' } as never)
    .apply(pixels) as SymbolicTensor;
  filters.forEach((count, i) => {
    const block = `block${i + 1}`;
    const layers = [
      tf.layers.conv2d({
        filters: count,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        kernelInitializer: heNormal(),
        name: `${block}_conv`,
      }),
      tf.layers.maxPooling2d({ poolSize: 2, name: `${block}_pool` }),
      tf.layers.batchNormalization({ momentum: 0.9, name: `${block}_norm` }),
    ];
    for (const layer of layers) x = layer.apply(x) as SymbolicTensor;
  });
  x = tf.layers.globalAveragePooling2d({ name: 'average' }).apply(x) as SymbolicTensor;
  dense.forEach(({ units, dropout }, i) => {
    const name = `dense${i + 1}`;
    const layer = tf.layers.dense({ units, activation: 'relu', kernelInitializer: heNormal(), name });
    x = layer.apply(x) as SymbolicTensor;
    x = tf.layers.dropout({ rate: dropout, name: `${name}_dropout` }).apply(x) as SymbolicTensor;
  });
  const head = (name: string) =>
    tf.layers
      .dense({ units: 1, activation: 'sigmoid', kernelInitializer: glorotUniform(), name })
      .apply(x) as SymbolicTensor;
  const score = tf.layers
    .rescaling({ scale: 100, offset: 0, name: 'rescale_score' } as never)
    .apply(head('score')) as SymbolicTensor;
  const outputs = tf.layers
    .concatenate({ name: 'score_and_compliance' })
    .apply([score, head('compliance')]) as SymbolicTensor;
  return tf.model({ inputs: pixels, outputs, name: 'ad_quality' });
}
