import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { onnx as messages } from 'onnx-proto';
import { messageOf } from '../errors/index.js';
import { writeFileAtomic } from '../store/index.js';
import { ModelError } from './errors.js';
import { modelProto, onnx } from './proto.js';

/** What an ONNX model is made of, decoded: its graph (nodes, weights, inputs, outputs) and operator versions. Opaque; see `loadGraph`. */
export interface Graph {
  /** Where it was read from; '' for a graph from bytes. */
  readonly path: string;
  /** The decoded protobuf message, an onnx.ModelProto of package onnx-proto. */
  readonly model: object;
}

/** An input of a graph; a text in `dims` is a dimension known at run time only, '' one without a name. */
export interface GraphInput {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

/** A protobuf message cannot be larger. */
const maxBytes = 2 ** 31 - 1;

/**
 * Decodes an ONNX file; weights that it keeps in files beside it are read in.
 * Memory: the file, once.
 * @throws {ModelError} for a file that is missing, truncated or no ONNX model
 */
export async function loadGraph(file: string): Promise<Graph> {
  const bytes = await readModelFile(file, `model file ${file}`);
  const model = decode(bytes, file);
  await inlineExternalData(model, file);
  return { path: file, model };
}

/** Decodes the bytes of an ONNX model. @throws {ModelError} as `loadGraph` does */
export function decodeGraph(bytes: Uint8Array): Graph {
  return { path: '', model: decode(bytes, 'given as bytes') };
}

/** The bytes of a graph, for `createSession`. */
export function encodeGraph(graph: Graph): Uint8Array {
  return onnx.ModelProto.encode(modelProto(graph)).finish();
}

/** Writes a graph as an ONNX file, whole or not at all. */
export async function saveGraph(graph: Graph, file: string): Promise<void> {
  const bytes = encodeGraph(graph);
  await writeFileAtomic(file, bytes);
}

/** The inputs that a caller must feed (weights excluded). */
export function graphInputs(graph: Graph): GraphInput[] {
  const model = modelProto(graph);
  const weights = new Set(model.graph?.initializer?.map(({ name }) => name));
  return (model.graph?.input ?? [])
    .filter(({ name }) => !weights.has(name))
    .map(({ name, type }) => ({
      name: name ?? '',
      dims: (type?.tensorType?.shape?.dim ?? []).map(({ dimValue, dimParam }) =>
        dimParam || Number(dimValue ?? 0) <= 0 ? (dimParam ?? '') : Number(dimValue),
      ),
    }));
}

/** How many nodes of each operator: { Conv: 53, Relu: 49, … }; operators of other domains as 'com.microsoft.QLinearAdd'. */
export function operatorCounts(graph: Graph): Record<string, number> {
  const model = modelProto(graph);
  const counts: Record<string, number> = {};
  for (const { domain, opType } of model.graph?.node ?? []) {
    const name = domain ? `${domain}.${opType}` : (opType ?? '');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function decode(bytes: Uint8Array, source: string): messages.ModelProto {
  let model: messages.ModelProto;
  try {
    model = onnx.ModelProto.decode(bytes);
  } catch (error) {
    throw new ModelError(
      `model ${source} is truncated or no ONNX model (${bytes.length} bytes; ${messageOf(error)}); fetch or export it again`,
      { cause: error },
    );
  }
  const { graph } = model;
  if (!graph?.node?.length || !graph.output?.length || !model.opsetImport.length) {
    throw new ModelError(
      `model ${source} is no ONNX model: it has no graph (${bytes.length} bytes); fetch or export it again`,
    );
  }
  return model;
}

async function readModelFile(file: string, what: string): Promise<Buffer> {
  const size = await stat(file).then(
    (stats) => (stats.isFile() ? stats.size : -1),
    () => -1,
  );
  if (size < 0) throw new ModelError(`${what} does not exist or is no file; check the path`);
  if (size > maxBytes) {
    throw new ModelError(`${what} has ${size} bytes, more than the ${maxBytes} that ONNX allows in one file`);
  }
  return readFile(file);
}

/** Replaces references to weight files by their content. */
async function inlineExternalData(model: messages.ModelProto, file: string): Promise<void> {
  const files = new Map<string, Buffer>();
  let total = 0;
  for (const tensor of model.graph?.initializer ?? []) {
    if (tensor.dataLocation !== onnx.TensorProto.DataLocation.EXTERNAL) continue;
    const entries = Object.fromEntries(
      (tensor.externalData ?? []).map(({ key, value }) => [key, value ?? '']),
    );
    const location = entries.location ?? '';
    const folder = path.resolve(path.dirname(file));
    const data = path.resolve(folder, location);
    const what = `weight file ${data}, which model ${file} refers to,`;
    if (!data.startsWith(folder + path.sep)) {
      throw new ModelError(`${what} lies outside the model's folder; put it beside the model`);
    }
    if (!files.has(data)) files.set(data, await readModelFile(data, what));
    const bytes = files.get(data) as Buffer;
    const offset = Number(entries.offset ?? 0);
    const length = Number(entries.length ?? bytes.length - offset);
    total += length;
    if (offset + length > bytes.length || total > maxBytes) {
      throw new ModelError(
        `${what} has ${bytes.length} bytes, tensor ${tensor.name} needs ${offset + length}; fetch it again`,
      );
    }
    tensor.rawData = bytes.subarray(offset, offset + length);
    tensor.externalData = [];
    tensor.dataLocation = onnx.TensorProto.DataLocation.DEFAULT;
  }
}
