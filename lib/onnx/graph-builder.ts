import type { onnx as messages } from 'onnx-proto';
import { attributeProto } from './attribute-proto.js';
import { onnx } from './proto.js';
import { elementTypes, type Tensor, type TensorType } from './tensor.js';
import { tensorProto } from './tensor-proto.js';

/** A whole number is an ONNX int, a list of them ints, a text a string; floats are marked: `{ float: 0.1 }`. */
export type Attribute =
  | number
  | readonly number[]
  | string
  | Tensor
  | { readonly float: number }
  | { readonly floats: readonly number[] };

export interface OpOptions {
  /** '' is standard ONNX; 'com.microsoft' holds ONNX Runtime's own operators. */
  readonly domain?: string;
}

/**
 * Writes down an ONNX graph, node by node, and gives the bytes that `createSession` runs.
 *
 * @example Cosine search: the 10 nearest of the rows of `base` for a batch of unit-length queries.
 * const g = new GraphBuilder();
 * const queries = g.input('queries', ['n', 384]);
 * const base = g.input('base', [384, 'rows']);
 * const scores = g.op('MatMul', [queries, base]);
 * const [values, indices] = g.op('TopK', [scores, g.constant(int64Tensor([10]))], {}, { outputs: 2 });
 * g.output(values, 'scores');
 * g.output(indices, 'indices');
 * const session = await createSession(g.build());
 */
export class GraphBuilder {
  readonly #nodes: messages.NodeProto[] = [];
  readonly #initializers: messages.TensorProto[] = [];
  readonly #inputs: messages.ValueInfoProto[] = [];
  readonly #outputs: messages.ValueInfoProto[] = [];
  readonly #domains = new Set<string>();
  #names = 0;

  /** Declares an input. A text in `dims` is a dimension that is only known at run time. Returns its name. */
  input(name: string, dims: readonly (number | string)[], type: TensorType = 'float32'): string {
    const dim = dims.map((d) => (typeof d === 'number' ? { dimValue: d } : { dimParam: d }));
    const shape = onnx.TensorShapeProto.create({ dim });
    this.#inputs.push(
      onnx.ValueInfoProto.create({ name, type: { tensorType: { elemType: elementTypes[type], shape } } }),
    );
    return name;
  }

  /** Adds a tensor that is part of the model: weights, shapes, axes. Returns its name. */
  constant(tensor: Tensor): string {
    const name = this.#name('constant');
    this.#initializers.push(tensorProto(name, tensor));
    return name;
  }

  /** Adds a node; an omitted optional input is ''. Returns the name of its output, or all their names where `outputs` is given. */
  op(
    type: string,
    inputs: readonly string[],
    attributes?: Record<string, Attribute>,
    options?: OpOptions,
  ): string;
  op(
    type: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute>,
    options: OpOptions & { readonly outputs: number },
  ): string[];
  op(
    type: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
    { domain = '', outputs }: OpOptions & { readonly outputs?: number } = {},
  ): string | string[] {
    const output = Array.from({ length: outputs ?? 1 }, () => this.#name(type));
    const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
    this.#domains.add(domain);
    this.#nodes.push(
      onnx.NodeProto.create({ opType: type, domain, name: output[0], input: [...inputs], output, attribute }),
    );
    return outputs === undefined ? output[0] : output;
  }

  /** Makes a tensor an output of the graph, under another name if one is given. */
  output(tensor: string, name = tensor): void {
    if (name !== tensor) {
      this.#nodes.push(onnx.NodeProto.create({ opType: 'Identity', name, input: [tensor], output: [name] }));
    }
    this.#outputs.push(onnx.ValueInfoProto.create({ name }));
  }

  /** The graph as the bytes of an ONNX model. */
  build({ opset = 17 }: { readonly opset?: number } = {}): Uint8Array {
    const domains = new Set(['', ...this.#domains]);
    const model = onnx.ModelProto.create({
      irVersion: 8,
      producerName: 'vitrine',
      opsetImport: [...domains].map((domain) => ({ domain, version: domain === '' ? opset : 1 })),
      graph: {
        name: 'graph',
        node: this.#nodes,
        initializer: this.#initializers,
        input: this.#inputs,
        output: this.#outputs,
      },
    });
    return onnx.ModelProto.encode(model).finish();
  }

  #name(prefix: string): string {
    this.#names += 1;
    return `${prefix}_${this.#names}`;
  }
}
