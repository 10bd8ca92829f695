import type { onnx as messages } from 'onnx-proto';
import { ModelError } from '../errors.js';
import type { Graph } from '../graph.js';
import { modelProto, onnx } from '../proto.js';
import { BackwardPass } from './backward-pass.js';
import { withBatchStatistics } from './batch-norm.js';
import type { Call } from './rule.js';
import { rules } from './rules.js';
import { tensorShapes } from './shapes.js';

type Node = messages.INodeProto;

/** The name of the output that holds the gradient with respect to a tensor. */
export function gradientName(tensor: string): string {
  return `gradient:${tensor}`;
}

/** The operators that `gradient` can differentiate. */
export function differentiableOperators(): string[] {
  return Object.keys(rules).sort();
}

/**
 * Appends the backward pass to a graph: each tensor of `wrt` (inputs, weights or anything between them and the loss) gets
 * an output `gradient:<name>` of its own shape, dloss/dtensor. Reverse-mode differentiation, one rule an operator; a tensor
 * that no member of `wrt` leads to gets no gradient nodes. The outputs that the graph had stay.
 *
 * All inputs need known sizes, the batch included. `loss` has one element.
 * @throws {ModelError} for an operator without a rule, a loss that is no single number, and a member of `wrt` that does not
 * influence the loss.
 * @example
 * const trained = await gradient(decodeGraph(g.build()), 'loss', ['kernel', 'bias']);
 * const session = await createSession(encodeGraph(trained));
 * const { 'gradient:kernel': dKernel } = await session.run(feeds);
 */
export async function gradient(graph: Graph, loss: string, wrt: readonly string[]): Promise<Graph> {
  const model = modelProto(graph);
  const source = model.graph as messages.IGraphProto;
  const shapes = await tensorShapes(graph);
  const size = shapes.get(loss)?.reduce((product, dim) => product * dim, 1);
  if (size !== 1) {
    const what = size === undefined ? 'is no tensor of the graph' : `has the shape [${shapes.get(loss)}]`;
    throw new ModelError(`the loss ${JSON.stringify(loss)} ${what}; name a tensor with one element`);
  }
  const pass = new BackwardPass(source, shapes);
  const nodes = prepared(source.node ?? [], nodesBetween(source.node ?? [], wrt, loss).nodes, pass);
  const between = nodesBetween(nodes, wrt, loss);
  const gradients = new Map<string, string>();
  gradients.set(loss, pass.reshape(pass.scalar(1), shapes.get(loss) ?? []));

  const add = (tensor: string, more: string) => {
    const known = gradients.get(tensor);
    gradients.set(tensor, known === undefined ? more : pass.op('Add', [known, more]));
  };
  for (const node of [...nodes].reverse()) {
    const dy = gradients.get(node.output?.[0] ?? '');
    if (!between.nodes.has(node) || dy === undefined) continue;
    const type = node.domain ? `${node.domain}.${node.opType}` : (node.opType ?? '');
    const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (rule === undefined) {
      throw new ModelError(
        `operator ${type} (node ${JSON.stringify(node.name ?? '')}) has no gradient; these have: ${differentiableOperators().join(', ')}`,
      );
    }
    const call = callOf(node, type, dy, between.tensors);
    const found = rule(call, pass);
    for (const [i, input] of call.inputs.entries()) {
      const d = found[i];
      if (call.wanted[i] && d !== undefined) add(input, d);
    }
  }

  const output = [...(source.output ?? [])];
  for (const name of wrt) {
    const d = gradients.get(name);
    if (d === undefined) {
      throw new ModelError(
        `${JSON.stringify(name)} does not influence the loss ${JSON.stringify(loss)}; leave it out`,
      );
    }
    pass.nodes.push(onnx.NodeProto.create({ opType: 'Identity', input: [d], output: [gradientName(name)] }));
    output.push(onnx.ValueInfoProto.create({ name: gradientName(name) }));
  }
  const opsetImport = model.opsetImport.filter(({ domain }) => domain !== 'com.microsoft');
  opsetImport.push(onnx.OperatorSetIdProto.create({ domain: 'com.microsoft', version: 1 }));
  return {
    path: graph.path,
    model: onnx.ModelProto.create({
      ...model,
      opsetImport,
      graph: onnx.GraphProto.create({
        ...source,
        node: [...nodes, ...pass.nodes],
        initializer: [...(source.initializer ?? []), ...pass.constants],
        output,
      }),
    }),
  };
}

/** The forward nodes, those that the backward pass needs in another form rewritten. */
function prepared(nodes: readonly Node[], between: ReadonlySet<Node>, pass: BackwardPass): Node[] {
  return nodes.flatMap((node) => {
    const call = callOf(node, node.opType ?? '', '', new Set());
    if (node.opType !== 'BatchNormalization' || !between.has(node) || !call.int('training_mode', 0)) {
      return [onnx.NodeProto.create(node)];
    }
    withBatchStatistics(node, call, pass);
    return pass.nodes.splice(0);
  });
}

/** The nodes and tensors that `wrt` flows through on its way to the loss. Nodes come in an order in which they can run. */
function nodesBetween(nodes: readonly Node[], wrt: readonly string[], loss: string) {
  const reached = new Set(wrt);
  for (const { input, output } of nodes) {
    if (input?.some((name) => reached.has(name))) for (const name of output ?? []) reached.add(name);
  }
  const tensors = new Set(reached.has(loss) ? [loss] : []);
  const found = new Set<Node>();
  for (const node of [...nodes].reverse()) {
    if (!node.output?.some((name) => tensors.has(name))) continue;
    const inputs = node.input?.filter((name) => reached.has(name)) ?? [];
    if (inputs.length === 0) continue;
    found.add(node);
    for (const name of inputs) tensors.add(name);
  }
  return { nodes: found, tensors };
}

function callOf(node: Node, type: string, dy: string, wanted: ReadonlySet<string>): Call {
  const attribute = (name: string) => node.attribute?.find((one) => one.name === name);
  const inputs = node.input ?? [];
  return {
    type,
    inputs,
    outputs: node.output ?? [],
    dy,
    wanted: inputs.map((name) => wanted.has(name)),
    int: (name, preset) => Number(attribute(name)?.i ?? preset),
    ints: (name) => attribute(name)?.ints?.map(Number),
    float: (name, preset) => attribute(name)?.f ?? preset,
    text: (name) => {
      const bytes = attribute(name)?.s;
      return bytes === undefined || bytes === null ? undefined : new TextDecoder().decode(bytes);
    },
    extraOutput(index) {
      node.output ??= [];
      while (node.output.length <= index) node.output.push('');
      node.output[index] ||= `${node.output[0]}:output${index}`;
      return node.output[index];
    },
  };
}
