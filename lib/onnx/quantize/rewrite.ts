import type { onnx as messages } from 'onnx-proto';
import { attributeProto } from '../attribute-proto.js';
import type { Graph } from '../graph.js';
import type { Attribute } from '../graph-builder.js';
import { inputsOf } from '../node-inputs.js';
import { modelProto, onnx } from '../proto.js';
import type { Tensor } from '../tensor.js';
import { tensorProto } from '../tensor-proto.js';

/** The domain of ONNX Runtime's own operators. Its QuantizeLinear and DequantizeLinear are the same in every opset. */
export const microsoft = 'com.microsoft';

/** Collects the nodes and constants of a graph that takes the place of another; the other stays as it is. */
export class Rewrite {
  readonly #source: Graph;
  readonly #nodes: messages.INodeProto[] = [];
  readonly #constants = new Map<string, messages.ITensorProto>();

  constructor(source: Graph) {
    this.#source = source;
  }

  /** Takes a node over, reading other inputs if they are given. */
  keep(node: messages.INodeProto, input: readonly string[] = node.input ?? []): void {
    this.#nodes.push({ ...node, input: [...input] });
  }

  op(
    opType: string,
    input: readonly string[],
    output: string,
    attributes: Record<string, Attribute> = {},
    domain = '',
  ): string {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
    this.#nodes.push({
      opType,
      domain,
      name: `${output}:node`,
      input: [...input],
      output: [output],
      attribute,
    });
    return output;
  }

  /** Adds a constant, once for each name. */
  constant(name: string, tensor: Tensor): string {
    if (!this.#constants.has(name)) this.#constants.set(name, tensorProto(name, tensor));
    return name;
  }

  /** The new graph, without what nothing reads any more. */
  finish(outputs?: readonly string[]): Graph {
    const model = modelProto(this.#source);
    const source = model.graph as messages.IGraphProto;
    const output = outputs?.map((name) => onnx.ValueInfoProto.create({ name })) ?? source.output ?? [];
    const makers = new Map<string, messages.INodeProto>();
    for (const node of this.#nodes) for (const name of node.output ?? []) makers.set(name, node);
    const read = new Set<string>();
    const kept = new Set<messages.INodeProto>();
    const pending = output.map(({ name }) => name ?? '');
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (read.has(name)) continue;
      read.add(name);
      const maker = makers.get(name);
      if (maker && !kept.has(maker)) {
        kept.add(maker);
        pending.push(...inputsOf(maker));
      }
    }
    const weights = new Set(source.initializer?.map(({ name }) => name));
    const graph = onnx.GraphProto.create({
      name: source.name,
      node: this.#nodes.filter((node) => kept.has(node)),
      initializer: [...(source.initializer ?? []), ...this.#constants.values()].filter(({ name }) =>
        read.has(name ?? ''),
      ),
      sparseInitializer: source.sparseInitializer,
      // Before IR version 4 weights had to be inputs too; since then that would keep them from being constant.
      input: source.input?.filter(({ name }) => !weights.has(name)),
      output,
    });
    const opsetImport = model.opsetImport.filter(({ domain }) => domain !== microsoft);
    opsetImport.push(onnx.OperatorSetIdProto.create({ domain: microsoft, version: 1 }));
    const irVersion = Math.max(4, Number(model.irVersion));
    return {
      path: this.#source.path,
      model: onnx.ModelProto.create({ ...model, irVersion, opsetImport, graph }),
    };
  }
}

/** The version of the standard operators that a graph is written in. */
export function opsetOf(graph: Graph): number {
  const standard = modelProto(graph).opsetImport.find(({ domain }) => !domain || domain === 'ai.onnx');
  return Number(standard?.version ?? 1);
}

export function intAttribute(node: messages.INodeProto, name: string, preset: number): number {
  return Number(node.attribute?.find((attribute) => attribute.name === name)?.i ?? preset);
}

export function floatAttribute(node: messages.INodeProto, name: string, preset: number): number {
  return node.attribute?.find((attribute) => attribute.name === name)?.f ?? preset;
}
