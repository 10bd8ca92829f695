import type { onnx as messages } from 'onnx-proto';
import { attributeProto } from '../attribute-proto.js';
import { ModelError } from '../errors.js';
import type { Attribute } from '../graph-builder.js';
import { onnx } from '../proto.js';
import { floatTensor, int64Tensor, type Tensor } from '../tensor.js';
import { tensorProto } from '../tensor-proto.js';

/** A power of two, so that a product with it is exact. */
const steep = 2 ** 100;

/** The nodes and constants that a backward pass consists of, and what its rules ask about the forward graph. */
export class BackwardPass {
  readonly nodes: messages.NodeProto[] = [];
  readonly constants: messages.TensorProto[] = [];
  /** Gradients that are zero already wherever the named Relu output is zero. */
  readonly masked = new Map<string, string>();
  /** For a scattered gradient, the smaller tensor with the same sum for each image and channel. */
  readonly compact = new Map<string, string>();
  /** Outputs of a BatchNormalization whose mean and variance are those of the batch. */
  readonly batchStatistics = new Set<string>();
  readonly #shapes: ReadonlyMap<string, readonly number[]>;
  readonly #initializers: ReadonlyMap<string, messages.ITensorProto>;
  readonly #makers: ReadonlyMap<string, messages.INodeProto>;
  readonly #shared = new Map<string, string>();
  #names = 0;

  constructor(graph: messages.IGraphProto, shapes: ReadonlyMap<string, readonly number[]>) {
    this.#shapes = shapes;
    this.#initializers = new Map(graph.initializer?.map((tensor) => [tensor.name ?? '', tensor]));
    const makers = new Map<string, messages.INodeProto>();
    for (const node of graph.node ?? []) for (const name of node.output ?? []) makers.set(name, node);
    this.#makers = makers;
  }

  /** Adds a node and gives the name of its output. */
  op(
    type: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
    domain = '',
  ): string {
    const output = this.#name(type);
    const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
    this.nodes.push(
      onnx.NodeProto.create({
        opType: type,
        domain,
        name: output,
        input: [...inputs],
        output: [output],
        attribute,
      }),
    );
    return output;
  }

  constant(tensor: Tensor): string {
    const name = this.#name('constant');
    this.constants.push(tensorProto(name, tensor));
    return name;
  }

  scalar(value: number): string {
    return this.#once(`scalar ${value}`, () => floatTensor(Float32Array.of(value), []));
  }

  ints(values: readonly number[]): string {
    return this.#once(`ints ${values}`, () => int64Tensor(values));
  }

  /** The shape of a tensor of the forward graph. */
  shape(name: string): readonly number[] {
    const shape = this.#shapes.get(name);
    if (shape === undefined) throw new ModelError(`the graph has no tensor ${JSON.stringify(name)}`);
    return shape;
  }

  /** The operator that makes a tensor of the forward graph; undefined for inputs and weights. */
  maker(name: string): string | undefined {
    return this.#makers.get(name)?.opType ?? undefined;
  }

  /** The numbers of a constant of the forward graph, undefined where it is computed at run time. */
  numbers(name: string): number[] | undefined {
    const tensor = this.#initializers.get(name) ?? this.#constantNode(name);
    if (tensor === undefined) return undefined;
    const type = tensor.dataType;
    const bytes = tensor.rawData;
    if (bytes?.length) {
      const memory = new Uint8Array(bytes).buffer;
      if (type === onnx.TensorProto.DataType.FLOAT) return Array.from(new Float32Array(memory));
      if (type === onnx.TensorProto.DataType.INT64) return Array.from(new BigInt64Array(memory), Number);
      if (type === onnx.TensorProto.DataType.INT32) return Array.from(new Int32Array(memory));
      return undefined;
    }
    if (type === onnx.TensorProto.DataType.FLOAT) return [...(tensor.floatData ?? [])];
    if (type === onnx.TensorProto.DataType.INT64) return (tensor.int64Data ?? []).map(Number);
    return undefined;
  }

  reshape(tensor: string, dims: readonly number[]): string {
    return this.op('Reshape', [tensor, this.ints(dims)], { allowzero: 1 });
  }

  sum(tensor: string, axes: readonly number[], keepdims = false): string {
    return this.op('ReduceSum', [tensor, this.ints(axes)], { keepdims: Number(keepdims) });
  }

  /** 1 where the condition holds, else 0. */
  indicator(comparison: 'Greater' | 'Less' | 'Equal' | 'And', a: string, b: string): string {
    return this.op('Cast', [this.op(comparison, [a, b])], { to: onnx.TensorProto.DataType.FLOAT });
  }

  /** 1 where a tensor is above 0, else 0, for tensors that are never below 0: one pass, where Greater and Cast take three times as long. */
  positive(tensor: string): string {
    return this.op('HardSigmoid', [tensor], { alpha: { float: steep }, beta: { float: 0 } });
  }

  /** 1 where a tensor is below a limit, else 0, for tensors that are never above it. */
  below(tensor: string, limit: number): string {
    return this.op('HardSigmoid', [tensor], { alpha: { float: -steep }, beta: { float: limit * steep } });
  }

  /** Σ a·b over all axes but the second, without writing a·b. */
  channelDots(a: string, b: string, [images, channels, ...rest]: readonly number[]): string {
    const size = rest.reduce((product, dim) => product * dim, 1);
    if (size === 1) return this.reshape(this.sum(this.op('Mul', [a, b]), [0]), [channels]);
    const rows = [images * channels, 1, size];
    const left = this.reshape(a, rows);
    const right = a === b ? left : this.reshape(b, rows);
    const dots = this.op('FusedMatMul', [left, right], { transB: 1 }, 'com.microsoft');
    return this.sum(this.reshape(dots, [images, channels]), [0]);
  }

  /** Sums a gradient over the axes along which a tensor of shape `to` was broadcast to `from`. */
  unbroadcast(gradient: string, from: readonly number[], to: readonly number[]): string {
    const lead = from.length - to.length;
    const axes = from.flatMap((dim, axis) =>
      axis < lead || (to[axis - lead] === 1 && dim !== 1) ? [axis] : [],
    );
    if (axes.length === 0) return gradient;
    const summed = this.sum(gradient, axes, true);
    return lead > 0 ? this.reshape(summed, to) : summed;
  }

  #constantNode(name: string): messages.ITensorProto | undefined {
    const maker = this.#makers.get(name);
    return maker?.opType === 'Constant' ? (maker.attribute?.[0]?.t ?? undefined) : undefined;
  }

  #once(key: string, tensor: () => Tensor): string {
    let name = this.#shared.get(key);
    if (name === undefined) {
      name = this.constant(tensor());
      this.#shared.set(key, name);
    }
    return name;
  }

  #name(type: string): string {
    this.#names += 1;
    return `backward/${type}_${this.#names}`;
  }
}
