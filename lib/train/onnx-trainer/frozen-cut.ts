import { frontier, subgraph } from '../../onnx/cut/index.js';
import { tensorShapes } from '../../onnx/gradient/index.js';
import { encodeGraph, type Graph, type Tensor, workerSession } from '../../onnx/index.js';
import type { LayersModel } from '../layers-model.js';
import { LayerError } from '../layers-to-onnx/errors.js';
import type { InputType } from '../layers-to-onnx/index.js';
import { networkGraph } from './network-graph.js';
import { type TrainedWeights, trainedWeights } from './trained-weights.js';

/** The frozen front of a model: what its frozen layers make of pictures, for `createTrainer` with input 'features'. */
export interface FrozenFeatures {
  /** The shape of the features of one picture, in the order of the graph: [channels, height, width] or [features]. */
  readonly shape: readonly number[];
  /** float32 [rows, …shape] for pictures [rows, height, width, channels]. */
  extract(x: Tensor): Promise<Tensor>;
  close(): Promise<void>;
}

export interface FrozenFeaturesOptions {
  /** The element type of the pictures. Default 'float32'. */
  readonly inputType?: InputType;
  /** Threads of ONNX Runtime. Default one for each physical core. */
  readonly threads?: number;
}

/**
 * The part of a model in front of its first trainable layer, to be run once for each picture: training then takes the
 * features instead of the pictures and costs what the trainable part costs. Trainable weights are what a later
 * `createTrainer(model, { input: 'features', … })` finds, so freeze layers (`layer.trainable = false`) before both.
 * @throws {LayerError} where no frozen layer stands in front, or where more than one tensor flows from frozen to trainable layers
 * @example
 * const front = await frozenFeatures(model, { inputType: 'uint8' });
 * const x = await front.extract(batch.x);
 * const trainer = await createTrainer(model, { input: 'features', losses });
 */
export async function frozenFeatures(
  model: LayersModel,
  { inputType = 'float32', threads }: FrozenFeaturesOptions = {},
): Promise<FrozenFeatures> {
  const weights = trainedWeights(model);
  const write = (rows: number | 'n') =>
    networkGraph(model, weights, { losses: [], inputType, rows, training: false }).graph;
  const graph = write('n');
  const tensor = cut(graph, model);
  const [, ...shape] = (await tensorShapes(write(1))).get(tensor) ?? [];
  const front = subgraph(graph, { outputs: { features: tensor } });
  const session = await workerSession(encodeGraph(front), { device: 'cpu', threads });
  return {
    shape,
    extract: async (x) => (await session.run({ x })).features,
    close: () => session.close(),
  };
}

/** The part of a network behind its frozen front; its input x takes the features, of the given shape for one picture. */
export function behindFrozen(
  graph: Graph,
  model: LayersModel,
  outputs: readonly string[],
  dims: readonly (number | string)[],
): Graph {
  const input = { tensor: cut(graph, model), name: 'x', dims };
  return subgraph(graph, {
    inputs: [input],
    outputs: Object.fromEntries(outputs.map((name) => [name, name])),
  });
}

/** The shape of the features of one picture. */
export async function frozenShape(model: LayersModel, weights: TrainedWeights): Promise<number[]> {
  const options = { losses: [], inputType: 'float32', rows: 1, training: false } as const;
  const { graph } = networkGraph(model, weights, options);
  return [...((await tensorShapes(graph)).get(cut(graph, model)) ?? [])].slice(1);
}

function cut(graph: Graph, model: LayersModel): string {
  const found = frontier(graph, ['x']);
  const [tensor] = found;
  if (found.length !== 1 || tensor === 'x') {
    const what =
      tensor === 'x'
        ? 'no frozen layer in front'
        : `${found.length} tensors that flow from frozen to trainable layers`;
    throw new LayerError(
      `model ${model.name} has ${what}; freeze all layers up to one (layer.trainable = false), or train on the pictures`,
    );
  }
  return tensor;
}
