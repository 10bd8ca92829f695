import { decodeGraph, type Graph, GraphBuilder } from '../../onnx/index.js';
import type { LayersModel, LayersTensor } from '../layers-model.js';
import { LayerError } from './errors.js';
import { NetworkWriter, type Value } from './network-writer.js';
import { type Written, write } from './topology.js';

/** The element type of pictures on their way in. */
export type InputType = 'float32' | 'uint8';

export interface LayersToOnnxOptions {
  /** Type of the graph's input: 'float32', or 'uint8' for bytes 0…255, which the graph casts. Default 'float32'. */
  readonly inputType?: InputType;
}

/**
 * Writes a TensorFlow.js Layers model (Sequential or functional, nested models included) as an ONNX graph for prediction,
 * with any number of rows. It has the input 'input' and the output 'output' ('input0', 'input1' … where there are several),
 * in the shapes that they have in TensorFlow.js; pictures [n, height, width, channels] are turned once to [n, channels, height, width].
 * `same` padding is TensorFlow's. Weights are copied; the model stays as it is.
 * @throws {LayerError} for a layer without a rule, with the kinds that have one, and for pictures of unknown size
 * @example
 * const session = await createSession(encodeGraph(layersToOnnx(model)));
 * const { output } = await session.run({ input: floatTensor(pixels, [1, 224, 224, 3]) });
 */
export function layersToOnnx(model: LayersModel, { inputType = 'float32' }: LayersToOnnxOptions = {}): Graph {
  const graph = new GraphBuilder();
  const w = new NetworkWriter(graph, { batch: 'n', inputs: new Map() });
  const written: Written = new Map();
  for (const [i, tensor] of model.inputs.entries()) {
    written.set(tensor.id, writeInput(w, numbered('input', i, model.inputs), tensor, inputType));
  }
  for (const [i, tensor] of model.outputs.entries()) {
    graph.output(w.channelsLast(write(w, tensor, written)), numbered('output', i, model.outputs));
  }
  return decodeGraph(graph.build());
}

function numbered(name: string, i: number, all: readonly unknown[]): string {
  return all.length === 1 ? name : `${name}${i}`;
}

/** Declares an input of the graph for a tensor of the model. */
export function writeInput(w: NetworkWriter, name: string, tensor: LayersTensor, type: InputType): Value {
  const shape = shapeOf(tensor);
  const input = w.graph.input(name, [w.options.batch, ...shape], type);
  const value = w.fromChannelsLast(input, shape);
  return type === 'float32' ? value : { name: w.op('Cast', [value.name], { to: 1 }), shape };
}

/** The shape of a tensor of the model without the batch. */
export function shapeOf({ shape, name }: LayersTensor): number[] {
  return shape.slice(1).map((size) => {
    if (size === null || size === undefined || size <= 0) {
      throw new LayerError(
        `tensor ${name} has the shape [${shape.map((s) => s ?? 'null')}]; give the model an inputShape of known sizes`,
      );
    }
    return size;
  });
}
