import path from 'node:path';
import { messageOf } from '../../errors/index.js';
import { temporaryFolder } from '../../store/leases/index.js';
import { ModelError } from '../errors.js';
import { encodeGraph, type Graph, loadGraph } from '../graph.js';

/**
 * The graph as ONNX Runtime simplifies it without leaving standard ONNX: constants folded, Identity and Dropout gone,
 * BatchNormalization folded into the Conv before it. It computes the same up to rounding. Goes through temporary files.
 * @throws {ModelError} for a graph that ONNX Runtime cannot load
 */
export async function simplifyGraph(graph: Graph): Promise<Graph> {
  const ort = await import('onnxruntime-node');
  ort.env.logLevel = 'fatal';
  const folder = await temporaryFolder('onnx');
  const file = path.join(folder.path, 'simple.onnx');
  try {
    const session = await ort.InferenceSession.create(encodeGraph(graph), {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'basic',
      optimizedModelFilePath: file,
      logSeverityLevel: 4,
    });
    await session.release();
    return { path: graph.path, model: (await loadGraph(file)).model };
  } catch (error) {
    throw new ModelError(`model ${graph.path || 'given as bytes'} cannot be loaded: ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    await folder.remove();
  }
}
