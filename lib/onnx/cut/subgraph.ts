import type { onnx as messages } from 'onnx-proto';
import { ModelError } from '../errors.js';
import type { Graph } from '../graph.js';
import { inputsOf } from '../node-inputs.js';
import { modelProto, onnx } from '../proto.js';

export interface SubgraphInput {
  /** The tensor of the graph that is fed from outside; float32. */
  readonly tensor: string;
  /** The name of the new input. */
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

export interface SubgraphOptions {
  /** Tensors that become inputs; what only they needed is dropped. */
  readonly inputs?: readonly SubgraphInput[];
  /** Names of the new outputs, each with the tensor that it holds. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The part of a graph that leads to given tensors, from given tensors on. @throws {ModelError} for a tensor that is not there */
export function subgraph(graph: Graph, { inputs = [], outputs }: SubgraphOptions): Graph {
  const model = modelProto(graph);
  const source = model.graph as messages.IGraphProto;
  const makers = new Map<string, messages.INodeProto>();
  for (const node of source.node ?? []) for (const name of node.output ?? []) makers.set(name, node);
  const given = new Set(
    [...(source.input ?? []), ...(source.initializer ?? [])].map(({ name }) => name ?? ''),
  );
  const fed = new Set(inputs.map(({ tensor }) => tensor));
  const kept = new Set<messages.INodeProto>();
  const read = new Set<string>();
  const pending = Object.values(outputs);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (read.has(name)) continue;
    read.add(name);
    if (fed.has(name)) continue;
    const maker = makers.get(name);
    if (maker === undefined && !given.has(name)) {
      throw new ModelError(`the graph has no tensor ${JSON.stringify(name)}`);
    }
    if (maker && !kept.has(maker)) {
      kept.add(maker);
      pending.push(...inputsOf(maker));
    }
  }
  const renamed = (from: string, to: string) =>
    from === to ? [] : [onnx.NodeProto.create({ opType: 'Identity', input: [from], output: [to] })];
  const declared = inputs.map(({ name, dims }) => {
    const dim = dims.map((d) => (typeof d === 'number' ? { dimValue: d } : { dimParam: d }));
    const tensorType = { elemType: onnx.TensorProto.DataType.FLOAT, shape: { dim } };
    return onnx.ValueInfoProto.create({ name, type: { tensorType } });
  });
  return {
    path: graph.path,
    model: onnx.ModelProto.create({
      ...model,
      graph: onnx.GraphProto.create({
        name: source.name,
        node: [
          ...inputs.flatMap(({ tensor, name }) => renamed(name, tensor)),
          ...(source.node ?? []).filter((node) => kept.has(node)),
          ...Object.entries(outputs).flatMap(([name, tensor]) => renamed(tensor, name)),
        ],
        initializer: source.initializer?.filter(({ name }) => read.has(name ?? '')),
        input: [
          ...declared,
          ...(source.input ?? []).filter(({ name }) => read.has(name ?? '') && !fed.has(name ?? '')),
        ],
        output: Object.keys(outputs).map((name) => onnx.ValueInfoProto.create({ name })),
      }),
    }),
  };
}

/**
 * The tensors that flow from what depends on `fixed` inputs only into what depends on others too: where a graph can be cut,
 * so that the part before is computed once. Constants are left out.
 */
export function frontier(graph: Graph, fixed: readonly string[]): string[] {
  const { graph: source } = modelProto(graph);
  const weights = new Set(source?.initializer?.map(({ name }) => name ?? ''));
  const before = new Set(fixed);
  const changing = new Set(
    source?.input?.map(({ name }) => name ?? '').filter((name) => !before.has(name) && !weights.has(name)),
  );
  const found = new Set<string>();
  for (const node of source?.node ?? []) {
    const inputs = inputsOf(node);
    const into = inputs.some((name) => changing.has(name)) ? changing : before;
    if (into === before && !inputs.some((name) => before.has(name))) continue;
    for (const name of node.output ?? []) into.add(name);
    if (into === changing) for (const name of inputs) if (before.has(name)) found.add(name);
  }
  return [...found];
}
