import type { LayersModel, Scalar, Tensor as TfTensor } from '@tensorflow/tfjs';
import { messageOf, UserError } from '../../errors/index.js';
import { floatTensor, type Tensor } from '../../onnx/index.js';
import { type Loss, lossesSchema } from '../onnx-trainer/losses.js';
import type { StepResult, TrainBatch, Trainer } from '../trainer-types.js';
import { loadTensorFlow, type TensorFlow } from './load-tensorflow.js';
import { lossInTfjs } from './tfjs-losses.js';
import { tfjsWeights, valuesOf } from './tfjs-weights.js';

/** A part of the loss that is written in TensorFlow.js: `(target, outputs) => tf.losses.meanSquaredError(target, outputs)`. */
export interface TfjsLoss {
  /** `target` is the batch's tensor for this loss, `outputs` [rows, outputs]; gives the mean over the rows. */
  readonly loss: (target: TfTensor, outputs: TfTensor) => Scalar;
  /** Weight of this part in the whole loss. Default 1. */
  readonly weight?: number;
}

export interface TfjsTrainerOptions {
  /** The losses of `createTrainer`, or functions of TensorFlow.js. */
  readonly losses: readonly (Loss | TfjsLoss)[];
  /** Rows of a batch at most. Default 32. */
  readonly batchSize?: number;
  /** Where the remark goes that this is the slow way. Default the console. */
  readonly onNote?: (line: string) => void;
}

/**
 * Trains a Layers model by TensorFlow.js's own gradients, on tfjs-node where it loads, else on the plain CPU backend:
 * for layers that have no rule as ONNX graphs. Takes every layer that TensorFlow.js can differentiate, its regularisers
 * included; many times slower. Dropout follows TensorFlow.js's generator, so that runs with it are not repeatable.
 * @throws {UserError} for a model of several inputs or outputs, or one that TensorFlow.js cannot train
 */
export async function tfjsTrainer(
  model: LayersModel,
  { losses: given, batchSize = 32, onNote = console.warn }: TfjsTrainerOptions,
): Promise<Trainer> {
  assertTrainable(model);
  const before = (await import('@tensorflow/tfjs')).getBackend();
  const tf = await loadTensorFlow();
  onNote(
    `${model.name} is trained by TensorFlow.js on its ${tf.getBackend()} backend, which is many times slower than an ONNX graph`,
  );
  const { trained, moving, parameters, state, upload } = tfjsWeights(tf, model);
  const { forward, result } = passesOf(tf, model, given);
  const names = new Map(trained.map(({ name, variable }) => [variable.name, name]));
  return {
    parameters,
    state,
    shapes: new Map([...trained, ...moving].map(({ name, variable }) => [name, variable.shape])),
    batchSize,
    async step(batch, update) {
      upload();
      let step: StepResult | undefined;
      const gradients = new Map<string, Float32Array>();
      try {
        tf.tidy(() => {
          const { grads } = tf.variableGrads(
            () => {
              const pass = forward(batch, true);
              step = result(pass);
              return pass.total;
            },
            trained.map(({ variable }) => variable),
          );
          for (const [key, gradient] of Object.entries(grads)) {
            gradients.set(names.get(key) as string, valuesOf(gradient));
          }
          for (const { name, variable } of moving) state.get(name)?.set(variable.dataSync());
        });
      } catch (cause) {
        throw new UserError(`TensorFlow.js cannot train ${model.name}: ${messageOf(cause)}`, { cause });
      }
      update(gradients);
      return step as StepResult;
    },
    async evaluate(batch) {
      upload();
      let step: StepResult | undefined;
      tf.tidy(() => {
        step = result(forward(batch, false));
      });
      return step as unknown as StepResult;
    },
    writeBack: upload,
    async close() {
      await tf.setBackend(before);
    },
  };
}

function assertTrainable(model: LayersModel): void {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new UserError(
      `the model ${model.name} has ${model.inputs.length} inputs and ${model.outputs.length} outputs; join them into one of each`,
    );
  }
  if (model.trainableWeights.length === 0) {
    throw new UserError(
      `the model ${model.name} has no trainable weights; set trainable = true on the layers to train`,
    );
  }
}

interface Pass {
  readonly outputs: TfTensor;
  readonly parts: readonly Scalar[];
  readonly total: Scalar;
}

/** The forward pass with its losses and the layers' penalties, and what a step tells of it. */
function passesOf(tf: TensorFlow, model: LayersModel, given: TfjsTrainerOptions['losses']) {
  const losses = given.map((part) => {
    if ('loss' in part) return part;
    const checked = lossesSchema.parse([part])[0];
    return { loss: lossInTfjs(tf, checked), weight: checked.weight };
  });
  const tensor = ({ data, dims }: Tensor) =>
    tf.tensor(Float32Array.from(data as Float32Array), [...dims], 'float32');
  const forward = (batch: TrainBatch, training: boolean): Pass => {
    const outputs = model.apply(tensor(batch.x), { training }) as TfTensor;
    const parts = losses.map(({ loss }, i) => loss(tensor(batch.y[i]), outputs));
    const total = [
      ...parts.map((part, i) => part.mul(losses[i].weight ?? 1)),
      ...model.calculateLosses().map((penalty) => penalty.mean()),
    ].reduce((sum, part) => sum.add(part));
    return { outputs, parts, total: total.asScalar() };
  };
  const result = ({ outputs, parts, total }: Pass): StepResult => ({
    loss: total.dataSync()[0],
    losses: parts.map((part) => part.dataSync()[0]),
    outputs: floatTensor(valuesOf(outputs), outputs.shape),
  });
  return { forward, result };
}
