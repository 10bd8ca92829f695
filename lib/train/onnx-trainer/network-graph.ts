import { decodeGraph, type Graph, GraphBuilder } from '../../onnx/index.js';
import type { LayersModel } from '../layers-model.js';
import { LayerError } from '../layers-to-onnx/errors.js';
import { type InputType, shapeOf, writeInput } from '../layers-to-onnx/layers-to-onnx.js';
import { type DropoutMask, NetworkWriter, type Weight } from '../layers-to-onnx/network-writer.js';
import { write } from '../layers-to-onnx/topology.js';
import { type CheckedLoss, columnOf, writeLoss } from './losses.js';
import type { TrainedWeights } from './trained-weights.js';

/** A network with its losses: inputs x, y0, y1 …, weights and masks by name; outputs loss, loss0, loss1 …, outputs. */
export interface NetworkGraph {
  readonly graph: Graph;
  readonly masks: readonly DropoutMask[];
  /** The outputs that hold moved statistics, by the name of the weight. */
  readonly moved: ReadonlyMap<string, string>;
  readonly columns: number;
  /** The names of all outputs. */
  readonly outputs: readonly string[];
}

export interface NetworkOptions {
  readonly losses: readonly CheckedLoss[];
  readonly inputType: InputType;
  /** Rows of a batch; 'n' for any number. */
  readonly rows: number | 'n';
  readonly training: boolean;
}

export function networkGraph(
  model: LayersModel,
  weights: TrainedWeights,
  { losses, inputType, rows, training }: NetworkOptions,
): NetworkGraph {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new LayerError(
      `model ${model.name} has ${model.inputs.length} inputs and ${model.outputs.length} outputs; join them to one each`,
    );
  }
  const [columns, ...more] = shapeOf(model.outputs[0]);
  if (more.length > 0) {
    throw new LayerError(
      `model ${model.name} gives the shape [n, ${[columns, ...more]}]; end it with rows [n, outputs]`,
    );
  }
  const beyond = losses.find((loss) => (columnOf(loss) ?? 0) >= columns);
  if (beyond !== undefined) {
    throw new LayerError(
      `loss ${beyond.kind} is about column ${columnOf(beyond)}, but model ${model.name} has ${columns} outputs; count from 0`,
    );
  }
  const g = new GraphBuilder();
  const inputs = new Map([...weights.parameters, ...weights.state].map(([name, weight]) => [weight, name]));
  const w = new NetworkWriter(g, { batch: rows, inputs, ...(training && { trains: weights.trains }) });
  const x = writeInput(w, 'x', model.inputs[0], inputType);
  const { name: outputs } = write(w, model.outputs[0], new Map([[model.inputs[0].id, x]]));
  const parts = losses.map((loss, i) => {
    const y = g.input(`y${i}`, [rows, columnOf(loss) === undefined ? columns : 1]);
    return writeLoss(g, loss, outputs, y);
  });
  const names = ['outputs'];
  const output = (tensor: string, name: string) => {
    g.output(tensor, name);
    names.push(name);
  };
  g.output(outputs, 'outputs');
  if (parts.length > 0) {
    const weighted = parts.map((part, i) =>
      losses[i].weight === 1 ? part : w.op('Mul', [part, w.scalar(losses[i].weight)]),
    );
    output(
      weighted.reduce((a, b) => w.op('Add', [a, b])),
      'loss',
    );
  }
  for (const [i, part] of parts.entries()) output(part, `loss${i}`);
  const moved = new Map<string, string>();
  for (const [weight, statistic] of w.moved as ReadonlyMap<Weight, string>) {
    const name = inputs.get(weight);
    if (name === undefined) continue;
    moved.set(name, `moved:${name}`);
    output(statistic, `moved:${name}`);
  }
  return { graph: decodeGraph(g.build()), masks: w.masks, moved, columns, outputs: names };
}
