import { z } from 'zod';
import { ArgumentError } from '../../errors/index.js';
import { gradient, gradientName } from '../../onnx/gradient/index.js';
import { encodeGraph, floatTensor, type Tensor, workerSession } from '../../onnx/index.js';
import { parseOptions } from '../../records/index.js';
import type { LayersModel } from '../layers-model.js';
import type { InputType } from '../layers-to-onnx/index.js';
import type { Weight } from '../layers-to-onnx/network-writer.js';
import { tensorflow } from '../tensorflow/index.js';
import type { StepResult, TrainBatch, Trainer } from '../trainer-types.js';
import { dropoutMasks } from './dropout-masks.js';
import { behindFrozen, frozenShape } from './frozen-cut.js';
import { type CheckedLoss, columnOf, type Loss, lossesSchema } from './losses.js';
import { networkGraph } from './network-graph.js';
import { type Loaded, openGraphs } from './open-graphs.js';
import { type TrainedWeights, trainedWeights } from './trained-weights.js';

export interface TrainerOptions {
  /** What is minimised: the losses, each on its columns of the output. */
  readonly losses: readonly Loss[];
  /** Rows of a step at most. Default 32. */
  readonly batchSize?: number;
  /**
   * What `x` is: pictures as float32 or bytes ('uint8'), or the output of `frozenFeatures` ('features'). Default
   * 'float32'.
   */
  readonly input?: InputType | 'features';
  /** Decides what dropout drops. Default 42. */
  readonly dropoutSeed?: number;
  /** Threads of ONNX Runtime. Default one for each physical core. */
  readonly threads?: number;
}

const optionsSchema = z.strictObject({
  losses: lossesSchema,
  batchSize: z.int().positive().default(32),
  input: z.enum(['float32', 'uint8', 'features']).default('float32'),
  dropoutSeed: z.int().default(42),
  threads: z.int().positive().optional(),
});

/**
 * Makes a Layers model ready to be trained as an ONNX graph: forward pass, losses and backward pass in one run, in a thread
 * of their own. The model needs one input and one output [n, outputs]; it keeps its weights until `writeBack`.
 *
 * Labels have the unit of the outputs: [rows] or [rows, 1] for a loss on a column, [rows, outputs] else. A batch of fewer
 * rows than `batchSize` gets a graph of its own, which stays loaded until another size comes. Only what leads to trainable weights is
 * differentiated; batch norms in frozen layers keep their statistics and use them, as in Keras. The same model, batches
 * and seed give the same weights on the same machine.
 * @throws {LayerError} for a model that cannot be trained so (a layer without a rule, no trainable weights, regularisers);
 *   {ArgumentError} for options and batches that do not fit
 * @example
 * const trainer = await createTrainer(model, {
 *   losses: [{ kind: 'huber', column: 0, scale: 0.01 }, { kind: 'binaryCrossentropy', column: 1 }],
 *   input: 'uint8',
 * });
 * const { loss } = await trainer.step(batch, (gradients) => optimizer.apply(trainer.parameters, gradients));
 * trainer.writeBack();
 * await trainer.close();
 */
export async function createTrainer(model: LayersModel, options: TrainerOptions): Promise<Trainer> {
  const { losses, batchSize, input, dropoutSeed, threads } = parseOptions(
    'createTrainer',
    optionsSchema,
    options,
  );
  const tf = await tensorflow();
  const weights = trainedWeights(model);
  const parameters = copies(weights.parameters);
  const state = copies(weights.state);
  const graphs = await openGraphs(
    batchSize,
    await graphLoader(model, weights, [...parameters.keys()], { losses, batchSize, input, threads }),
  );
  const changing = Array.from([...weights.parameters, ...weights.state], ([name, weight]) => ({
    name,
    weight,
    shape: weight.shape.map(Number),
    values: (parameters.get(name) ?? state.get(name)) as Float32Array,
  }));
  const run = async (loaded: Loaded, batch: TrainBatch, masks: Record<string, Tensor> = {}) =>
    loaded.session.run({ ...feedsOf(loaded, losses, changing, batch), ...masks });
  const resultOf = (results: Record<string, Tensor>): StepResult => ({
    loss: Number(results.loss.data[0]),
    losses: losses.map((_, i) => Number(results[`loss${i}`].data[0])),
    outputs: results.outputs,
  });
  let steps = 0;
  return {
    parameters,
    state,
    shapes: new Map(changing.map(({ name, shape }) => [name, shape])),
    batchSize,
    beginEpoch(epoch) {
      steps = epoch * 2 ** 20;
    },
    async step(batch, update) {
      assertRows(batch, batchSize);
      const loaded = await graphs.training(batch.rows);
      const results = await run(loaded, batch, dropoutMasks(loaded.masks, dropoutSeed, steps));
      steps++;
      const floats = (name: string) => results[name].data as Float32Array;
      for (const [name, output] of loaded.moved) state.get(name)?.set(floats(output));
      update(new Map(Array.from(parameters.keys(), (name) => [name, floats(gradientName(name))])));
      return resultOf(results);
    },
    async evaluate(batch) {
      assertRows(batch, Number.POSITIVE_INFINITY);
      return resultOf(await run(await graphs.evaluation(), batch));
    },
    writeBack() {
      for (const { weight, shape, values } of changing) {
        const tensor = tf.tensor(values.slice(), shape);
        weight.write(tensor);
        tensor.dispose();
      }
    },
    close: () => graphs.close(),
  };
}

function copies(weights: ReadonlyMap<string, Weight>): Map<string, Float32Array> {
  return new Map(
    Array.from(weights, ([name, weight]) => [name, Float32Array.from(weight.read().dataSync())]),
  );
}

/** Makes and loads the graph for so many rows, with the backward pass where it is to train. */
async function graphLoader(
  model: LayersModel,
  weights: TrainedWeights,
  parameters: readonly string[],
  { losses, batchSize, input, threads }: Omit<z.infer<typeof optionsSchema>, 'dropoutSeed'>,
): Promise<(rows: number | 'n', training: boolean) => Promise<Loaded>> {
  const features = input === 'features' ? await frozenShape(model, weights) : undefined;
  const inputType = input === 'uint8' ? 'uint8' : 'float32';
  return async (rows, training) => {
    const network = networkGraph(model, weights, { losses, inputType, rows, training });
    let { graph } = network;
    if (features) graph = behindFrozen(graph, model, network.outputs, [rows, ...features]);
    if (training) graph = await gradient(graph, 'loss', parameters);
    const session = await workerSession(encodeGraph(graph), {
      device: 'cpu',
      threads,
      memoryArena: rows === batchSize || rows === 'n',
      memoryPattern: false,
    });
    return { ...network, graph, session };
  };
}

function feedsOf(
  { session, columns }: Loaded,
  losses: readonly CheckedLoss[],
  changing: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly values: Float32Array;
  }[],
  { x, y, rows }: TrainBatch,
): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = { x };
  for (const [i, loss] of losses.entries()) feeds[`y${i}`] = labels(y[i], loss, i, rows, columns);
  const wanted = new Set(session.inputNames);
  for (const { name, shape, values } of changing) {
    if (wanted.has(name)) feeds[name] = floatTensor(values, shape);
  }
  return feeds;
}

function labels(y: Tensor | undefined, loss: CheckedLoss, i: number, rows: number, columns: number): Tensor {
  const width = columnOf(loss) === undefined ? columns : 1;
  if (y?.type !== 'float32' || y.data.length !== rows * width) {
    const given = y ? `${y.type} [${y.dims}]` : 'missing';
    throw new ArgumentError(
      `the labels y[${i}] of loss ${loss.kind} are ${given}; give float32 [${rows}, ${width}]`,
    );
  }
  return { ...y, dims: [rows, width] };
}

function assertRows({ x, rows }: TrainBatch, most: number): void {
  if (x.dims[0] === rows && rows >= 1 && rows <= most) return;
  const limit = Number.isFinite(most) ? `1 to ${most}` : 'at least 1';
  throw new ArgumentError(
    `a batch of ${rows} rows has x of shape [${x.dims}]; give ${limit} rows, as many in both`,
  );
}
