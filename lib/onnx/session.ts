import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { messageOf } from '../errors/index.js';
import { ModelError } from './errors.js';
import type { Tensor, TensorData, TensorType } from './tensor.js';

/** Where a model runs; 'auto' is CUDA where it is installed and works, else the CPU. */
export type Device = 'auto' | 'cpu' | 'cuda';

export interface SessionOptions {
  /** Where the graph runs: 'cpu', 'cuda' or what there is. Default 'auto'. */
  readonly device?: Device;
  /** Threads for one operator. Default one for each physical core. */
  readonly threads?: number;
  /** Whether the graph is fused and rewritten ('all') or run as written ('none'). Default 'all'. */
  readonly optimize?: 'all' | 'none';
  /**
   * Whether freed buffers are kept for the next run; false where batches differ in shape and memory counts. Default
   * true.
   */
  readonly memoryArena?: boolean;
  /**
   * Whether one block is planned for a whole run from the sizes of the first. It comes on top of what the first run
   * took, so false halves the memory of a graph with large tensors. Default as `memoryArena`.
   */
  readonly memoryPattern?: boolean;
  /**
   * Whether threads that wait for their next piece of work keep a core busy; false where others need the cores
   * meanwhile, as for decoding photos. Default true.
   */
  readonly spinning?: boolean;
}

/** A model that is loaded and can be run. */
export interface Session {
  /** Where it runs. */
  readonly device: 'cpu' | 'cuda';
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs the graph; gives the named outputs, or all of them. @throws {ModelError} for inputs that do not fit */
  run(feeds: Record<string, Tensor>, outputs?: readonly string[]): Promise<Record<string, Tensor>>;
  /** Frees the model's memory. */
  close(): Promise<void>;
}

const cudaWayOut =
  'install it with "npm rebuild onnxruntime-node --ignore-scripts=false --onnxruntime-node-install=cuda12" (needs a network, an NVIDIA driver, CUDA 12 and cuDNN 9), or use device "cpu"';

/**
 * Loads an ONNX model from a file or from bytes. Nothing is printed on the terminal; problems are thrown.
 * @throws {ModelError} for a file that is no model, an operator that is unknown, or 'cuda' where it is not installed
 */
export async function createSession(
  model: string | Uint8Array,
  {
    device = 'auto',
    threads,
    optimize = 'all',
    memoryArena = true,
    memoryPattern = memoryArena,
    spinning = true,
  }: SessionOptions = {},
): Promise<Session> {
  const ort = await import('onnxruntime-node').catch((error) => {
    throw new ModelError(
      `ONNX Runtime does not load on ${process.platform} ${process.arch}: ${messageOf(error)}; it runs on Linux and Windows (x64, arm64) and macOS (arm64)`,
      { cause: error },
    );
  });
  ort.env.logLevel = 'fatal';
  const source = typeof model === 'string' ? `model ${model}` : 'model';
  if (typeof model === 'string' && !existsSync(model)) {
    throw new ModelError(`model file ${model} does not exist; check the path`);
  }
  const load = (provider: 'cpu' | 'cuda') => {
    const options = {
      executionProviders: [provider],
      logSeverityLevel: 4 as const,
      graphOptimizationLevel: optimize === 'all' ? ('all' as const) : ('disabled' as const),
      enableCpuMemArena: memoryArena,
      enableMemPattern: memoryPattern,
      extra: { session: { intra_op: { allow_spinning: spinning ? '1' : '0' } } },
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    };
    return typeof model === 'string'
      ? ort.InferenceSession.create(model, options)
      : ort.InferenceSession.create(model, options);
  };

  let provider: 'cpu' | 'cuda' = 'cpu';
  let session: Awaited<ReturnType<typeof load>> | undefined;
  const cuda = device !== 'cpu' && (await cudaInstalled());
  if (device === 'cuda' && !cuda) {
    throw new ModelError(`device "cuda": ONNX Runtime's CUDA files are not installed; ${cudaWayOut}`);
  }
  if (cuda) {
    try {
      session = await load('cuda');
      provider = 'cuda';
    } catch (error) {
      if (device === 'cuda') {
        throw new ModelError(`${source} cannot run on CUDA: ${messageOf(error)}; ${cudaWayOut}`, {
          cause: error,
        });
      }
    }
  }
  if (session === undefined) {
    try {
      session = await load('cpu');
    } catch (error) {
      throw new ModelError(`${source} cannot be loaded: ${messageOf(error)}`, { cause: error });
    }
  }
  return wrap(session, provider, source, ort);
}

/** True where ONNX Runtime was built with CUDA for this platform and its CUDA files are there. */
async function cudaInstalled(): Promise<boolean> {
  const { listSupportedBackends } = await import('onnxruntime-node');
  if (!listSupportedBackends().some(({ name }) => name === 'cuda')) return false;
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const library =
    process.platform === 'win32' ? 'onnxruntime_providers_cuda.dll' : 'libonnxruntime_providers_cuda.so';
  return existsSync(
    path.join(path.dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch, library),
  );
}

function wrap(
  session: import('onnxruntime-node').InferenceSession,
  device: 'cpu' | 'cuda',
  source: string,
  ort: typeof import('onnxruntime-node'),
): Session {
  return {
    device,
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(feeds, outputs = session.outputNames) {
      const inputs = Object.fromEntries(
        Object.entries(feeds).map(([name, { type, data, dims }]) => [
          name,
          new ort.Tensor(type as 'float32', data as Float32Array, [...dims]),
        ]),
      );
      try {
        const results = await session.run(inputs, [...outputs]);
        return Object.fromEntries(
          outputs.map((name) => {
            const { type, dims, data } = results[name];
            return [name, { type: type as TensorType, dims, data: data as TensorData }];
          }),
        );
      } catch (error) {
        throw new ModelError(`${source} failed to run: ${messageOf(error)}`, { cause: error });
      }
    },
    close: () => session.release(),
  };
}
