import type { onnx as messages } from 'onnx-proto';
import { ModelError } from '../errors.js';
import type { Graph } from '../graph.js';
import { inputsOf } from '../node-inputs.js';
import { modelProto, onnx } from '../proto.js';

type Node = messages.INodeProto;

/** The name of the one output of a graph that `cutAtFeatures` made. */
export const featuresOutput = 'features';

/** Operators that carry weights; the first input of each is data. */
const weightedOps = new Set([
  'Conv',
  'ConvInteger',
  'QLinearConv',
  'FusedConv',
  'Gemm',
  'FusedGemm',
  'QGemm',
  'MatMul',
  'MatMulInteger',
  'MatMulIntegerToFloat',
  'QLinearMatMul',
  'DynamicQuantizeMatMul',
]);

/**
 * Makes a feature extractor of an image classifier: what flows from its last global average pool into the
 * classifier becomes the output 'features' [n, C]; everything that only the classes needed is dropped. A pool is
 * GlobalAveragePool, ReduceMean over the two spatial axes, or AveragePool, in float or quantised graphs. A classifier
 * that pools its class maps last (SqueezeNet) gives the pooled input of its last convolution; one without a pool
 * (AlexNet, ViT) the input of its last layer. The number of rows stays as free as it was.
 * @throws {ModelError} where there is nothing to cut
 */
export function cutAtFeatures(graph: Graph): Graph {
  const model = modelProto(graph);
  const source = model.graph as messages.IGraphProto;
  const nodes = source.node ?? [];
  const makers = new Map<string, Node>();
  for (const node of nodes) for (const name of node.output ?? []) makers.set(name, node);

  const logits = source.output?.[0]?.name ?? '';
  const path = towardsInput(logits, makers);
  const pool = path.find((node) => isGlobalPool(node, source));
  const weighted = path.find(({ opType }) => weightedOps.has(opType ?? ''));
  const added: Node[] = [];
  const add = (opType: string, input: string[], output: string) => {
    added.push({ opType, input, output: [output], name: output, attribute: [] });
    return output;
  };

  let features: string;
  if (pool && weighted && path.indexOf(weighted) < path.indexOf(pool)) {
    features = pool.output?.[0] ?? '';
    if (pool.opType === 'QLinearGlobalAveragePool') {
      features = add(
        'DequantizeLinear',
        [features, ...(pool.input ?? []).slice(3, 5)],
        `${featuresOutput}_float`,
      );
    }
  } else if (weighted) {
    const [data, scale, zero] = weighted.input ?? [];
    const linear = weighted.opType?.startsWith('QLinear') || weighted.opType === 'QGemm';
    features = linear ? add('DequantizeLinear', [data, scale, zero], `${featuresOutput}_float`) : data;
    const quantizer = makers.get(data);
    if (quantizer?.opType === 'DynamicQuantizeLinear') features = quantizer.input?.[0] ?? '';
    if (weighted.opType?.includes('Conv'))
      features = add('GlobalAveragePool', [features], `${featuresOutput}_pooled`);
  } else {
    throw new ModelError(
      `model ${graph.path || 'given as bytes'} has no layer with weights before its output ${JSON.stringify(logits)}, so there are no features to take; choose an image classifier`,
    );
  }
  add('Flatten', [features], featuresOutput);

  const kept = new Set<Node>(added);
  const wanted = new Set<string>();
  const pending = added.flatMap(inputsOf);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (wanted.has(name)) continue;
    wanted.add(name);
    const maker = makers.get(name);
    if (maker && !kept.has(maker)) {
      kept.add(maker);
      pending.push(...inputsOf(maker));
    }
  }
  const cut = onnx.GraphProto.create({
    name: source.name,
    node: [...nodes.filter((node) => kept.has(node)), ...added],
    initializer: source.initializer?.filter(({ name }) => wanted.has(name ?? '')),
    sparseInitializer: source.sparseInitializer?.filter(({ values }) => wanted.has(values?.name ?? '')),
    input: source.input?.filter(({ name }) => wanted.has(name ?? '')),
    output: [onnx.ValueInfoProto.create({ name: featuresOutput })],
  });
  return { path: graph.path, model: onnx.ModelProto.create({ ...model, graph: cut }) };
}

/** Nodes from a tensor back to the inputs, the nearest first. */
function towardsInput(tensor: string, makers: Map<string, Node>): Node[] {
  const found = new Set<Node>();
  let front = [tensor];
  while (front.length > 0) {
    const next: string[] = [];
    for (const name of front) {
      const node = makers.get(name);
      if (!node || found.has(node)) continue;
      found.add(node);
      next.push(...inputsOf(node));
    }
    front = next;
  }
  return [...found];
}

function isGlobalPool(node: Node, graph: messages.IGraphProto): boolean {
  if (node.opType === 'ReduceMean') return reducedAxes(node, graph).length === 2;
  return ['GlobalAveragePool', 'QLinearGlobalAveragePool', 'AveragePool'].includes(node.opType ?? '');
}

/** The axes of a reduction: an attribute before opset 18, since then a constant input. */
function reducedAxes(node: Node, graph: messages.IGraphProto): readonly unknown[] {
  const attribute = node.attribute?.find(({ name }) => name === 'axes');
  if (attribute) return attribute.ints ?? [];
  const name = node.input?.[1];
  const constant = graph.node?.find(({ output }) => output?.[0] === name && name);
  const tensor = graph.initializer?.find((t) => t.name === name) ?? constant?.attribute?.[0]?.t;
  return tensor?.dims ? new Array(Number(tensor.dims[0] ?? 1)) : [];
}
