import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';
import { tensorflow } from '../../train/tensorflow/index.js';
import type { AdQualityConfig } from './config.js';

/** Filters of the four convolutions. */
const filters = [24, 48, 96, 128];
/** Channels, and cells a side at most, of the map that keeps where things are. */
const map = { channels: 16, side: 8 };
/** Units and dropout of the two dense layers. */
const dense = [
  { units: 192, dropout: 0.25 },
  { units: 96, dropout: 0.15 },
];

/** Name of the layer that judges the rules. */
export const rulesLayer = 'rules';

/**
 * The network, with its first weights drawn from the seed: raw RGB pixels [n, imgHeight, imgWidth, 3] in 0…255 to
 * [n, 2 + rules]: the score in [0, 100], the probability that the ad complies, and for each rule, in the order given, the
 * probability that it is broken. An ad complies as far as no rule is broken: 1 − the largest of those; without rules
 * compliance has a head of its own.
 *
 * Four blocks of convolution 3 × 3, max-pooling and batch normalisation. Then the average over the picture (how much of
 * something there is), its largest value (whether it is there at all) and a coarse map (where it is) go through two dense
 * layers with dropout. Rescaling of pixels and score is part of the network, so that a page feeds pixels and reads a score.
 */
export async function adQualityNetwork(
  config: AdQualityConfig,
  rules: readonly string[] = [],
): Promise<LayersModel> {
  const tf = await tensorflow();
  let seed = config.seed;
  const parts: Parts = {
    layers: tf.layers,
    heNormal: () => tf.initializers.heNormal({ seed: seed++ }),
    glorotUniform: () => tf.initializers.glorotUniform({ seed: seed++ }),
  };
  const pixels = tf.input({ shape: [config.imgHeight, config.imgWidth, 3], name: 'pixels' });
  const seen = denseLayers(parts, pooled(parts, convolutions(parts, pixels)));
  return tf.model({ inputs: pixels, outputs: judgments(parts, seen, rules), name: 'ad_quality' });
}

/** What the network is made of; each initialiser has the next seed. */
interface Parts {
  readonly layers: Tensorflow['layers'];
  readonly heNormal: () => Initializer;
  readonly glorotUniform: () => Initializer;
}
type Tensorflow = Awaited<ReturnType<typeof tensorflow>>;
type Initializer = ReturnType<Tensorflow['initializers']['heNormal']>;
type Layer = ReturnType<Tensorflow['layers']['dense']>;

function through(x: SymbolicTensor, ...all: unknown[]): SymbolicTensor {
  return all.reduce<SymbolicTensor>((y, layer) => (layer as Layer).apply(y) as SymbolicTensor, x);
}

/** Four blocks of convolution, pooling and normalisation over pixels in [−1, 1]. */
function convolutions({ layers, heNormal }: Parts, pixels: SymbolicTensor): SymbolicTensor {
  const scaled = layers.rescaling({ scale: 1 / 127.5, offset: -1, name: 'rescale_pixels' } as never);
  return filters.reduce(
    (x, count, i) => {
      const block = `block${i + 1}`;
      return through(
        x,
        layers.conv2d({
          filters: count,
          kernelSize: 3,
          padding: 'same',
          activation: 'relu',
          kernelInitializer: heNormal(),
          name: `${block}_conv`,
        }),
        layers.maxPooling2d({ poolSize: 2, name: `${block}_pool` }),
        layers.batchNormalization({ momentum: 0.9, name: `${block}_norm` }),
      );
    },
    through(pixels, scaled),
  );
}

/** How much of something there is, whether it is there at all, and where. */
function pooled({ layers, heNormal }: Parts, x: SymbolicTensor): SymbolicTensor {
  const coarse = (x.shape as number[]).slice(1, 3).map((side) => Math.ceil(side / map.side)) as [
    number,
    number,
  ];
  const where = through(
    x,
    layers.conv2d({
      filters: map.channels,
      kernelSize: 1,
      activation: 'relu',
      kernelInitializer: heNormal(),
      name: 'map_conv',
    }),
    ...(Math.max(...coarse) > 1 ? [layers.averagePooling2d({ poolSize: coarse, name: 'map_pool' })] : []),
    layers.flatten({ name: 'map' }),
  );
  const average = through(x, layers.globalAveragePooling2d({ name: 'average' }));
  const largest = through(x, layers.globalMaxPooling2d({ name: 'largest' }));
  return layers.concatenate({ name: 'picture' }).apply([average, largest, where]) as SymbolicTensor;
}

function denseLayers({ layers, heNormal }: Parts, picture: SymbolicTensor): SymbolicTensor {
  return dense.reduce((x, { units, dropout }, i) => {
    const name = `dense${i + 1}`;
    return through(
      x,
      layers.dense({ units, activation: 'relu', kernelInitializer: heNormal(), name }),
      layers.dropout({ rate: dropout, name: `${name}_dropout` }),
    );
  }, picture);
}

/** Score, compliance and rules in one row of outputs. */
function judgments(
  { layers, glorotUniform }: Parts,
  x: SymbolicTensor,
  rules: readonly string[],
): SymbolicTensor {
  const head = (name: string, units: number) =>
    through(x, layers.dense({ units, activation: 'sigmoid', kernelInitializer: glorotUniform(), name }));
  const score = through(
    head('score', 1),
    layers.rescaling({ scale: 100, offset: 0, name: 'rescale_score' } as never),
  );
  const judged = rules.length > 0 ? head(rulesLayer, rules.length) : null;
  const compliance = judged
    ? through(
        judged,
        layers.reshape({ targetShape: [rules.length, 1, 1], name: 'rules_in_a_column' }),
        layers.globalMaxPooling2d({ name: 'worst_rule' }),
        layers.rescaling({ scale: -1, offset: 1, name: 'compliance' } as never),
      )
    : head('compliance', 1);
  return layers
    .concatenate({ name: 'score_compliance_rules' })
    .apply([score, compliance, ...(judged ? [judged] : [])]) as SymbolicTensor;
}
