import type { SymbolicTensor } from '@tensorflow/tfjs';
import type { tensorflow } from '../tensorflow/index.js';

/** Filters of the four convolutions. */
const filters = [24, 48, 96, 128];
/** Channels, and cells a side at most, of the map that keeps where things are. */
const map = { channels: 16, side: 8 };
/** Units and dropout of the two dense layers. */
const dense = [
  { units: 192, dropout: 0.25 },
  { units: 96, dropout: 0.15 },
];

/** What a network is made of; each initialiser has the next seed. */
export interface NetworkParts {
  readonly layers: Tensorflow['layers'];
  readonly heNormal: () => Initializer;
  readonly glorotUniform: () => Initializer;
}
type Tensorflow = Awaited<ReturnType<typeof tensorflow>>;
type Initializer = ReturnType<Tensorflow['initializers']['heNormal']>;
type Layer = ReturnType<Tensorflow['layers']['dense']>;

/** The parts of a network whose first weights come from a seed. */
export function networkParts(tf: Tensorflow, seed: number): NetworkParts {
  let next = seed;
  return {
    layers: tf.layers,
    heNormal: () => tf.initializers.heNormal({ seed: next++ }),
    glorotUniform: () => tf.initializers.glorotUniform({ seed: next++ }),
  };
}

/**
 * What looks at a picture in networks that are trained from scratch: pixels [n, height, width, 3] in 0…255 to 96 numbers.
 * Four blocks of convolution 3 × 3, max-pooling and batch normalisation. Then the average over the picture (how much of
 * something there is), its largest value (whether it is there at all) and a coarse map (where it is) go through two dense
 * layers with dropout.
 */
export function pictureTrunk(parts: NetworkParts, pixels: SymbolicTensor): SymbolicTensor {
  return denseLayers(parts, pooled(parts, convolutions(parts, pixels)));
}

/** A tensor through one layer after the other. */
export function throughLayers(x: SymbolicTensor, ...all: unknown[]): SymbolicTensor {
  return all.reduce<SymbolicTensor>((y, layer) => (layer as Layer).apply(y) as SymbolicTensor, x);
}

/** Four blocks of convolution, pooling and normalisation over pixels in [−1, 1]. */
function convolutions({ layers, heNormal }: NetworkParts, pixels: SymbolicTensor): SymbolicTensor {
  const scaled = layers.rescaling({ scale: 1 / 127.5, offset: -1, name: 'rescale_pixels' } as never);
  return filters.reduce(
    (x, count, i) => {
      const block = `block${i + 1}`;
      return throughLayers(
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
    throughLayers(pixels, scaled),
  );
}

/** How much of something there is, whether it is there at all, and where. */
function pooled({ layers, heNormal }: NetworkParts, x: SymbolicTensor): SymbolicTensor {
  const coarse = (x.shape as number[]).slice(1, 3).map((side) => Math.ceil(side / map.side)) as [
    number,
    number,
  ];
  const where = throughLayers(
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
  const average = throughLayers(x, layers.globalAveragePooling2d({ name: 'average' }));
  const largest = throughLayers(x, layers.globalMaxPooling2d({ name: 'largest' }));
  return layers.concatenate({ name: 'picture' }).apply([average, largest, where]) as SymbolicTensor;
}

function denseLayers({ layers, heNormal }: NetworkParts, picture: SymbolicTensor): SymbolicTensor {
  return dense.reduce((x, { units, dropout }, i) => {
    const name = `dense${i + 1}`;
    return throughLayers(
      x,
      layers.dense({ units, activation: 'relu', kernelInitializer: heNormal(), name }),
      layers.dropout({ rate: dropout, name: `${name}_dropout` }),
    );
  }, picture);
}
