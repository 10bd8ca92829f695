import type { onnx as messages } from 'onnx-proto';
import { ModelError } from '../errors.js';
import { encodeGraph, type Graph, graphInputs } from '../graph.js';
import { modelProto, onnx } from '../proto.js';
import { createSession } from '../session.js';
import { elementCount, elementTypes, type Tensor, type TensorData, type TensorType } from '../tensor.js';

const suffix = ':shape';

/**
 * The shape of every tensor of a graph whose inputs have known sizes, by name. ONNX Runtime infers them: the graph with a
 * Shape node behind each tensor folds to constants when it is loaded, and only what it cannot fold is run, on zeros.
 * @throws {ModelError} for an input of unknown size
 */
export async function tensorShapes(graph: Graph): Promise<Map<string, readonly number[]>> {
  const model = modelProto(graph);
  const source = model.graph as messages.IGraphProto;
  const inputs = graphInputs(graph);
  for (const { name, dims } of inputs) {
    const free = dims.find((dim) => typeof dim === 'string');
    if (free !== undefined) {
      throw new ModelError(
        `input ${JSON.stringify(name)} has the shape [${dims}]; a graph to differentiate needs known sizes, the batch included`,
      );
    }
  }
  const shapes = new Map<string, readonly number[]>();
  for (const { name, dims } of inputs) shapes.set(name, dims as number[]);
  for (const { name, dims } of source.initializer ?? []) shapes.set(name ?? '', (dims ?? []).map(Number));

  const made = (source.node ?? []).flatMap(({ output }) => output ?? []).filter((name) => name !== '');
  const probes = made.map((name) =>
    onnx.NodeProto.create({ opType: 'Shape', input: [name], output: [name + suffix] }),
  );
  const probe = onnx.GraphProto.create({
    ...source,
    node: [...(source.node ?? []), ...probes],
    output: probes.map(({ output }) => onnx.ValueInfoProto.create({ name: output?.[0] })),
  });
  const bytes = encodeGraph({
    path: graph.path,
    model: onnx.ModelProto.create({ ...model, graph: probe }),
  });
  const session = await createSession(bytes, { device: 'cpu', memoryArena: false });
  try {
    const types = new Map(source.input?.map(({ name, type }) => [name, type?.tensorType?.elemType]));
    const feeds = inputs.map(({ name, dims }) => [name, zeros(dims as number[], types.get(name))]);
    const results = await session.run(Object.fromEntries(feeds));
    for (const name of made) shapes.set(name, Array.from(results[name + suffix].data, Number));
  } finally {
    await session.close();
  }
  return shapes;
}

function zeros(dims: readonly number[], elementType: number | null | undefined): Tensor {
  const type = (Object.keys(elementTypes) as TensorType[]).find((name) => elementTypes[name] === elementType);
  if (type === undefined)
    throw new ModelError(`an input has the ONNX element type ${elementType}; use float32`);
  const arrays: Record<TensorType, new (length: number) => TensorData> = {
    float32: Float32Array,
    uint8: Uint8Array,
    int8: Int8Array,
    int32: Int32Array,
    int64: BigInt64Array,
    bool: Uint8Array,
  };
  return { type, dims, data: new arrays[type](elementCount(dims)) };
}
