import { createRequire } from 'node:module';

export type TensorFlow = typeof import('@tensorflow/tfjs');

/**
 * TensorFlow.js on a backend that has every gradient: the native one where tfjs-node is installed and loads, else
 * 'cpu'; WASM lacks those of convolutions. The backend becomes the current one.
 */
export async function loadTensorFlow(): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs');
  await nativeBackend();
  // The name tfjs-node may stand for the portable build: only the backend tells.
  const backends = tf.engine().registryFactory;
  await tf.setBackend('tensorflow' in backends ? 'tensorflow' : 'cpu');
  return tf;
}

async function nativeBackend(): Promise<void> {
  // Taken out of Node 23, and called by tfjs-node when it is loaded and run.
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
  const name = '@tensorflow/tfjs-node';
  await import(name).catch(() => null);
}
