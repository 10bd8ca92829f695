import type { LayersModel, LayersTensor, SourceLayer } from '../layers-model.js';
import { LayerError } from './errors.js';
import { kinds } from './kinds.js';
import type { LayerLike, NetworkWriter, Value } from './network-writer.js';

type Container = LayersModel & LayerLike;

/** Memory of what was written already, by the tensor's id. */
export type Written = Map<number, Value>;

/** Writes what a symbolic tensor depends on, back to tensors that are written already. */
export function write(w: NetworkWriter, tensor: LayersTensor, written: Written): Value {
  const known = written.get(tensor.id);
  if (known !== undefined) return known;
  const layer = tensor.sourceLayer;
  const { inputTensors, outputTensors } = callOf(tensor);
  if (inputTensors.length === 0) {
    throw new LayerError(`layer ${layer.name} has no input in this model`);
  }
  const inputs = inputTensors.map((input) => write(w, input, written));
  const values = isContainer(layer) ? nested(w, layer, inputs) : [call(w, layer, inputs)];
  for (const [i, { id }] of outputTensors.entries()) written.set(id, values[i]);
  return values[outputTensors.findIndex(({ id }) => id === tensor.id)];
}

/** The call of a layer that made a tensor. */
export function callOf(tensor: LayersTensor) {
  const { sourceLayer, id } = tensor;
  const node = sourceLayer.inboundNodes.find(({ outputTensors }) =>
    outputTensors.some((one) => one.id === id),
  );
  if (node === undefined)
    throw new LayerError(`layer ${sourceLayer.name} did not make its output; rebuild the model`);
  return { inputTensors: inputsOf(node), outputTensors: node.outputTensors };
}

/** An input layer's own node names itself as its input. */
function inputsOf(node: SourceLayer['inboundNodes'][number]): readonly LayersTensor[] {
  return node.inboundLayers.length === 0 ? [] : node.inputTensors;
}

export function isContainer(layer: object): layer is Container {
  return Array.isArray((layer as { layers?: unknown }).layers) && 'inputs' in layer && 'outputs' in layer;
}

function nested(w: NetworkWriter, model: Container, inputs: readonly Value[]): Value[] {
  const written: Written = new Map(model.inputs.map(({ id }, i) => [id, inputs[i]]));
  return model.outputs.map((output) => write(w, output, written));
}

function call(w: NetworkWriter, layer: SourceLayer, inputs: readonly Value[]): Value {
  const kind = layer.getClassName();
  const rule = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (rule === undefined) {
    throw new LayerError(
      `layer ${layer.name} of kind ${kind} cannot be written as ONNX; these can: ${Object.keys(kinds).join(', ')}`,
    );
  }
  return rule(w, layer as unknown as LayerLike, inputs);
}
