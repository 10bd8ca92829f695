import { z } from 'zod';
import { parseOptions } from '../records/index.js';
import { columnsOf, trainingColumns } from './features.js';
import { filled, medians } from './imputation.js';
import type { Learner, Model } from './model.js';
import { forward, type NetworkLayer } from './neural-network/forward.js';
import { count, seed } from './options.js';
import { type Standardization, standardization, standardize } from './standardize.js';

export interface NeuralNetworkOptions {
  /** Units of each hidden layer, which a ReLU follows; up to 16 layers of 1 to 4,096. Default [64, 32]. */
  readonly hidden?: readonly number[];
  /** Share of the hidden units that is left out in a step, in [0, 1). Default 0. */
  readonly dropout?: number;
  /**
   * Share of each weight taken off it in a step, times the learning rate, 0 to 100; more for few rows with much
   * noise. Default 0.5.
   */
  readonly weightDecay?: number;
  /** Learning rate of AdamW, in (0, 1]; it is halved where the error on the rows set aside stays. Default 0.003. */
  readonly learningRate?: number;
  /** Passes over the rows at most. Default 200. */
  readonly epochs?: number;
  /** Rows of one step. Default 32. */
  readonly batchSize?: number;
  /** Stops when the error on rows set aside has not fallen for `patience` epochs, and keeps the best weights; false fits all rows for all epochs. */
  readonly earlyStopping?:
    | false
    | {
        /** Epochs without a fall of the error after which it stops. Default 40. */
        readonly patience?: number;
        /** Share of the rows (whole groups, where there are groups) that is set aside, in (0, 1). Default 0.15. */
        readonly validationPart?: number;
      };
  /**
   * Decides the first weights, the order of the rows and those set aside; the same seed gives the same network.
   * Default 42.
   */
  readonly seed?: number;
}

/** A multi-layer perceptron. */
export interface NeuralNetworkModel extends Model {
  readonly kind: 'neuralNetwork';
  /** Outputs of each layer, the last of which is 1. */
  readonly units: readonly number[];
}

const schema = z.strictObject({
  hidden: z.array(z.int().min(1).max(4096)).min(1).max(16).default([64, 32]),
  dropout: z.number().min(0).lt(1).default(0),
  weightDecay: z.number().min(0).max(100).default(0.5),
  learningRate: z.number().gt(0).max(1).default(0.003),
  epochs: count().default(200),
  batchSize: count().default(32),
  earlyStopping: z
    .union([
      z.literal(false),
      z.strictObject({
        patience: count().default(40),
        validationPart: z.number().gt(0).lt(1).default(0.15),
      }),
    ])
    .default({ patience: 40, validationPart: 0.15 }),
  seed: seed(),
});

/** Options, checked. */
export type CheckedNeuralNetwork = z.infer<typeof schema>;

/**
 * A multi-layer perceptron fitted to squared error by AdamW (Loshchilov and Hutter, 2019), as `vitrine/train` trains
 * networks: without the decay of its weights it learns the noise of a table of some hundred rows. Missing values are the
 * median of the training rows; features and target are standardised. The same data and seed give the same weights on
 * the same machine. Beyond the range of the training rows it goes on in a straight line.
 * @throws {ArgumentError} on an option out of range; {UserError} in `fit`, where `earlyStopping` has only one group to divide
 * @example const model = await neuralNetwork({ hidden: [128, 64], dropout: 0.1 }).fit({ features, target, groups });
 */
export function neuralNetwork(options: NeuralNetworkOptions = {}): Learner<NeuralNetworkModel> {
  const checked = parseOptions('neuralNetwork', schema, options);
  return {
    name: 'neural network',
    async fit(data) {
      const table = trainingColumns(data);
      const fill = medians(table);
      const columns = filled(table, fill, 'neuralNetwork');
      const inputs = standardization(columns);
      standardize(columns, inputs);
      const outcome = Float64Array.from(table.target);
      const output = standardization([outcome]);
      standardize([outcome], output);
      const { trainNetwork } = await import('./neural-network/train.js');
      const layers = await trainNetwork(columns, outcome, table.groups, checked);
      const [mean] = output.mean;
      const [scale] = output.scale;
      return neuralNetworkModel({ names: [...table.names], fill, inputs, output: { mean, scale }, layers });
    },
  };
}

export interface NeuralNetworkParts {
  readonly names: readonly string[];
  /** What stands in for a missing value of each feature. */
  readonly fill: readonly number[];
  readonly inputs: Standardization;
  readonly output: { readonly mean: number; readonly scale: number };
  readonly layers: readonly NetworkLayer[];
}

export function neuralNetworkModel(parts: NeuralNetworkParts): NeuralNetworkModel {
  const { names, fill, inputs, output, layers } = parts;
  return {
    kind: 'neuralNetwork',
    names,
    units: layers.map(({ bias }) => bias.length),
    predict(features) {
      const columns = filled(columnsOf(features, names), fill, 'neuralNetwork');
      standardize(columns, inputs);
      return forward(layers, columns).map((value) => output.mean + output.scale * value);
    },
    toJSON: () => ({
      kind: 'neuralNetwork',
      names,
      fill,
      inputs,
      output,
      layers: layers.map(({ kernel, bias }) => ({ kernel: [...kernel], bias: [...bias] })),
    }),
  };
}
