import {
  type Attribute,
  floatTensor,
  type GraphBuilder,
  int64Tensor,
  type Tensor,
} from '../../onnx/index.js';
import { LayerError } from './errors.js';

/** What is used of a TensorFlow.js layer weight. */
export interface Weight {
  readonly originalName: string;
  readonly shape: readonly (number | null)[];
  read(): { dataSync(): ArrayLike<number> };
  write(values: object): unknown;
}

/** What is used of a TensorFlow.js layer. */
export interface LayerLike {
  readonly name: string;
  readonly trainable: boolean;
  readonly weights: readonly Weight[];
  getClassName(): string;
  getConfig(): Record<string, unknown>;
}

/** A tensor of the graph. Pictures lie there as [n, channels, height, width], all else in the order of its Layers shape. */
export interface Value {
  readonly name: string;
  /** The Layers shape without the batch: [height, width, channels] for pictures. */
  readonly shape: readonly number[];
}

export interface WriterOptions {
  /** Rows of a batch; a text stands for any number. */
  readonly batch: number | string;
  /** For training: which layers take part in it. Their batch norms use the statistics of the batch; dropout uses masks. */
  readonly trains?: (layer: LayerLike) => boolean;
  /** Weights that become inputs of the graph, by which name; the others are constants. */
  readonly inputs: ReadonlyMap<Weight, string>;
}

/** A mask that the graph multiplies with: 0 for what is dropped, 1 / (1 − rate) for what stays. */
export interface DropoutMask {
  readonly name: string;
  readonly rate: number;
  readonly dims: readonly number[];
}

/** Writes the layers of one network into a graph, and remembers what the graph needs from outside. */
export class NetworkWriter {
  readonly masks: DropoutMask[] = [];
  /** Moving statistics by the output that holds their new value. */
  readonly moved = new Map<Weight, string>();
  readonly #weights = new Map<Weight, string>();

  constructor(
    readonly graph: GraphBuilder,
    readonly options: WriterOptions,
  ) {}

  op(type: string, inputs: readonly string[], attributes?: Record<string, Attribute>): string {
    return this.graph.op(type, inputs, attributes);
  }

  ints(values: readonly number[]): string {
    return this.graph.constant(int64Tensor(values));
  }

  scalar(value: number): string {
    return this.graph.constant(floatTensor(Float32Array.of(value), []));
  }

  constant(values: Float32Array, dims: readonly number[] = [values.length]): string {
    return this.graph.constant(floatTensor(values, dims));
  }

  /** The weight of a layer whose name ends as given, undefined where it has none. */
  weightOf(layer: LayerLike, ending: string): Weight | undefined {
    return layer.weights.find(({ originalName }) => originalName.split('/').at(-1) === ending);
  }

  /** The graph's tensor of a weight, its axes permuted if asked for. */
  weight(layer: LayerLike, ending: string, permutation?: readonly number[]): string {
    const weight = this.weightOf(layer, ending);
    if (weight === undefined)
      throw new LayerError(`layer ${layer.name} has no weight ${ending}; build it first`);
    const dims = weight.shape.map(Number);
    const input = this.options.inputs.get(weight);
    if (input === undefined) {
      const values = Float32Array.from(weight.read().dataSync());
      const { data, dims: permuted } = transposed(values, dims, permutation);
      return this.constant(data, permuted);
    }
    let name = this.#weights.get(weight);
    if (name === undefined) {
      name = this.graph.input(input, dims);
      this.#weights.set(weight, name);
    }
    return permutation ? this.op('Transpose', [name], { perm: permutation }) : name;
  }

  /** Declares the input that holds the mask of a dropout layer. */
  mask(layer: LayerLike, rate: number, shape: readonly number[]): string {
    const { batch } = this.options;
    const dims = [Number(batch), ...channelsFirst(shape)];
    const name = `mask:${layer.name}${this.masks.length > 0 ? `:${this.masks.length}` : ''}`;
    this.masks.push({ name, rate, dims });
    return this.graph.input(name, dims);
  }

  /** The tensor with its axes in the order of the Layers shape. */
  channelsLast({ name, shape }: Value): string {
    if (shape.length !== 3) return name;
    const [height, width] = shape;
    if (height * width === 1) return this.op('Reshape', [name, this.ints([0, ...shape])]);
    return this.op('Transpose', [name], { perm: [0, 2, 3, 1] });
  }

  /** The value of a tensor whose axes are in the order of the Layers shape. */
  fromChannelsLast(name: string, shape: readonly number[]): Value {
    if (shape.length !== 3) return { name, shape };
    const [height, width, channels] = shape;
    if (height * width === 1) {
      return { name: this.op('Reshape', [name, this.ints([0, channels, 1, 1])]), shape };
    }
    return { name: this.op('Transpose', [name], { perm: [0, 3, 1, 2] }), shape };
  }
}

/** Where an axis of a Layers tensor, counted with the batch, lies in the graph. */
export function axisInGraph(axis: number, { shape }: Value): number {
  const counted = axis < 0 ? axis + shape.length + 1 : axis;
  return shape.length === 3 ? [0, 2, 3, 1][counted] : counted;
}

/** [h, w, c] to [c, h, w]; other shapes stay. */
export function channelsFirst(shape: readonly number[]): readonly number[] {
  return shape.length === 3 ? [shape[2], shape[0], shape[1]] : shape;
}

function transposed(
  data: Float32Array,
  dims: readonly number[],
  permutation?: readonly number[],
): Tensor & { data: Float32Array } {
  if (permutation === undefined) return { type: 'float32', dims, data };
  const strides = dims.map((_, i) => dims.slice(i + 1).reduce((product, dim) => product * dim, 1));
  const target = permutation.map((axis) => dims[axis]);
  const steps = permutation.map((axis) => strides[axis]);
  const out = new Float32Array(data.length);
  const at = target.map(() => 0);
  for (let i = 0, from = 0; i < out.length; i++) {
    out[i] = data[from];
    for (let axis = target.length - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++at[axis] < target[axis]) break;
      from -= steps[axis] * target[axis];
      at[axis] = 0;
    }
  }
  return { type: 'float32', dims: target, data: out };
}
