import type { onnx as messages } from 'onnx-proto';
import { ModelError } from '../errors.js';
import type { Graph } from '../graph.js';
import { graphInputs } from '../graph.js';
import { modelProto } from '../proto.js';
import { floatTensor } from '../tensor.js';
import { quantizeChannels } from './channels.js';
import { type FloatConstant, floatConstants } from './constants.js';
import { microsoft, Rewrite } from './rewrite.js';

/** The smallest and the largest value that an activation takes. */
export interface ActivationRange {
  readonly min: number;
  readonly max: number;
}

type Node = messages.INodeProto;

/** Operators that ONNX Runtime can compute on uint8. */
const integer = new Set([
  'Conv',
  'Add',
  'Mul',
  'Sigmoid',
  'MaxPool',
  'AveragePool',
  'GlobalAveragePool',
  'Concat',
]);

/** What their output is clipped by costs nothing: it becomes a bound of the uint8 range. */
const fused = new Set(['Relu', 'Clip']);

/**
 * Turns a convolutional network into integer arithmetic: a QuantizeLinear and a DequantizeLinear around every
 * activation that a Conv, Add, Mul, Sigmoid, Concat or pool reads (uint8, one scale an activation, from `ranges`; not
 * between a Conv or Add and the Relu or Clip that it feeds), convolution weights int8 with a scale for each output channel,
 * biases int32. ONNX Runtime fuses these into QLinearConv, QLinearAdd and so on. The tail (what follows the last pool:
 * Flatten, Gemm, MatMul) stays float32, and so do the pooled features that `cutAtFeatures` takes. A vector does not
 * depend on the rest of its batch. Gives a new graph with the same inputs and outputs.
 *
 * A BatchNormalization that was not folded into its Conv costs speed: pass the graph through `simplifyGraph` first.
 *
 * Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
 * Inference" (CVPR 2018); Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference" (2018).
 *
 * @param ranges What `activationRanges` measured; an activation without a range stays float32.
 * @throws {ModelError} where no Conv has constant float32 weights and a range for its input
 */
export function quantizeStatic(graph: Graph, ranges: ReadonlyMap<string, ActivationRange>): Graph {
  const { nodes, quantizable, makers } = analyse(graph);
  const lookUp = floatConstants(graph);
  const rewrite = new Rewrite(graph);
  const parameters = new Map<string, Parameters>();
  const replaced = new Map<string, string>();
  const quantize = (x: string) => {
    const known = parametersOf(x, ranges, makers, parameters);
    if (!quantizable.has(x) || !known) return;
    const scale = rewrite.constant(`${x}:scale`, floatTensor(Float32Array.of(known.scale), []));
    const zero = rewrite.constant(`${x}:zero`, {
      type: 'uint8',
      dims: [],
      data: Uint8Array.of(known.zero),
    });
    const bytes = rewrite.op('QuantizeLinear', [x, scale, zero], `${x}:uint8`, {}, microsoft);
    replaced.set(x, rewrite.op('DequantizeLinear', [bytes, scale, zero], `${x}:float`, {}, microsoft));
  };

  let convolutions = 0;
  for (const { name } of graphInputs(graph)) quantize(name);
  for (const node of nodes) {
    const input = (node.input ?? []).map((name) => replaced.get(name) ?? name);
    const [x = '', w = '', b = ''] = node.input ?? [];
    const weights = isConv(node) && replaced.has(x) ? lookUp(w) : undefined;
    const bias = b ? lookUp(b) : undefined;
    if (weights && (!b || bias)) {
      const step = parameters.get(x)?.scale as number;
      input.splice(1, 2, ...convolutionWeights(rewrite, node, weights, bias, step));
      convolutions += 1;
    }
    rewrite.keep(node, input);
    for (const name of node.output ?? []) quantize(name);
  }
  if (convolutions === 0) {
    throw new ModelError(
      `model ${graph.path || 'given as bytes'} has no Conv with constant float32 weights and a measured input, so there is nothing to quantise; use it as it is`,
    );
  }
  return rewrite.finish();
}

/** The activations whose ranges `quantizeStatic` wants. */
export function quantizableActivations(graph: Graph): string[] {
  return [...analyse(graph).quantizable];
}

function analyse(graph: Graph) {
  const source = modelProto(graph).graph as messages.IGraphProto;
  const nodes = source.node ?? [];
  const lookUp = floatConstants(graph);
  const makers = new Map<string, Node>();
  const readers = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const name of node.output ?? []) makers.set(name, node);
    for (const name of node.input ?? []) readers.set(name, [...(readers.get(name) ?? []), node]);
  }
  const outputs = new Set(source.output?.map(({ name }) => name ?? ''));
  const networkInputs = new Set(graphInputs(graph).map(({ name }) => name));
  const activation = (name: string) =>
    networkInputs.has(name) || (makers.get(name)?.opType ?? 'Constant') !== 'Constant';
  const body = bodyOf(nodes);
  const isInteger = (node: Node) => {
    if (node.domain || !body.has(node) || !integer.has(node.opType ?? '')) return false;
    return isConv(node) ? lookUp(node.input?.[1]) !== undefined : (node.input ?? []).every(activation);
  };
  const quantizable = new Set<string>();
  for (const node of nodes) {
    if (!isInteger(node)) continue;
    const data = isConv(node) ? [node.input?.[0] ?? ''] : (node.input ?? []);
    for (const name of data) {
      const maker = makers.get(name);
      const read = readers.get(name) ?? [];
      const clipped = maker && isInteger(maker) && read.length === 1 && fused.has(read[0].opType ?? '');
      if (activation(name) && !outputs.has(name) && !clipped) quantizable.add(name);
    }
  }
  return { nodes, quantizable, makers };
}

/** The nodes on the way to a convolution or a pool: all but the classifier behind them. */
function bodyOf(nodes: readonly Node[]): Set<Node> {
  const wanted = new Set<string>();
  const body = new Set<Node>();
  for (const node of [...nodes].reverse()) {
    const ends = /^(Conv|.*Pool|ReduceMean)$/.test(node.opType ?? '');
    if (!ends && !node.output?.some((name) => wanted.has(name))) continue;
    body.add(node);
    for (const name of node.input ?? []) wanted.add(name);
  }
  return body;
}

function isConv(node: Node): boolean {
  return node.opType === 'Conv' && !node.domain;
}

interface Parameters {
  readonly scale: number;
  readonly zero: number;
}

/** Scale and zero point of an activation; a MaxPool's are those of its input, so that it can pick bytes. */
function parametersOf(
  x: string,
  ranges: ReadonlyMap<string, ActivationRange>,
  makers: ReadonlyMap<string, Node>,
  known: Map<string, Parameters>,
): Parameters | undefined {
  const maker = makers.get(x);
  const pooled = maker?.opType === 'MaxPool' ? known.get(maker.input?.[0] ?? '') : undefined;
  const range = ranges.get(x);
  const parameters = pooled ?? (range && parametersFor(range));
  if (parameters) known.set(x, parameters);
  return parameters;
}

/** uint8 over [min, max] and 0, which must be exact because convolutions pad with it. */
function parametersFor({ min, max }: ActivationRange): Parameters {
  const low = Math.min(0, min);
  const high = Math.max(0, max);
  // Not 0, and in float32 not rounded up: a Clip is only fused where the range lies within its bounds.
  const scale = Math.fround(((high - low) / 255) * (1 - 2 ** -22)) || 1;
  return { scale, zero: Math.min(255, Math.max(0, Math.round(-low / scale))) };
}

/** Adds int8 weights and an int32 bias; returns the names of what stands for them. */
function convolutionWeights(
  rewrite: Rewrite,
  node: Node,
  weights: FloatConstant,
  bias: FloatConstant | undefined,
  step: number,
): string[] {
  const y = node.output?.[0] ?? '';
  // A bias must fit 32 bits in steps of input scale × weight scale, with room for the products that are added to it.
  const least = (c: number) => (bias ? Math.abs(bias.data[c]) / (step * 2 ** 30) : 0);
  const { data, scales } = quantizeChannels(weights, 0, node.input?.[1] ?? '', least);
  const inputs = [
    rewrite.constant(`${y}:weights`, { type: 'int8', dims: weights.dims, data }),
    rewrite.constant(`${y}:channels`, floatTensor(scales)),
    rewrite.constant(`${y}:channelZeros`, {
      type: 'int8',
      dims: [scales.length],
      data: new Int8Array(scales.length),
    }),
  ];
  const names = [rewrite.op('DequantizeLinear', inputs, `${y}:weightsFloat`, { axis: 0 }, microsoft)];
  if (bias) {
    const steps = scales.map((scale) => scale * step);
    const whole = Int32Array.from(bias.data, (value, c) => Math.round(value / steps[c]));
    const biasInputs = [
      rewrite.constant(`${y}:bias`, { type: 'int32', dims: bias.dims, data: whole }),
      rewrite.constant(`${y}:biasSteps`, floatTensor(steps)),
      rewrite.constant(`${y}:biasZeros`, {
        type: 'int32',
        dims: [whole.length],
        data: new Int32Array(whole.length),
      }),
    ];
    names.push(rewrite.op('DequantizeLinear', biasInputs, `${y}:biasFloat`, { axis: 0 }, microsoft));
  }
  return names;
}
