import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Address in the page → file: all that the server gives out. */
export type ServedFiles = ReadonlyMap<string, string>;

/** The page, its examples, TensorFlow.js with its WASM backend, and the model's own files. */
export async function servedFiles(modelFolder: string, weightFiles: readonly string[]): Promise<ServedFiles> {
  const page = pageFolder();
  const files = new Map([['/', path.join(page, 'index.html')]]);
  for (const name of await readdir(page)) {
    if (/\.(js|css|svg)$/.test(name)) files.set(`/${name}`, path.join(page, name));
  }
  const require = createRequire(import.meta.url);
  // Both of one language level: the ES5 backend cannot extend the classes of the ES2017 core.
  files.set('/tfjs/tf.min.js', require.resolve('@tensorflow/tfjs/dist/tf.es2017.min.js'));
  const wasm = path.dirname(
    require.resolve('@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.es2017.min.js'),
  );
  files.set('/tfjs/tf-backend-wasm.min.js', path.join(wasm, 'tf-backend-wasm.es2017.min.js'));
  for (const name of [
    'tfjs-backend-wasm.wasm',
    'tfjs-backend-wasm-simd.wasm',
    'tfjs-backend-wasm-threaded-simd.wasm',
  ]) {
    files.set(`/tfjs/${name}`, path.join(wasm, name));
  }
  for (const name of ['model.json', ...weightFiles])
    files.set(`/model/${name}`, path.join(modelFolder, name));
  return files;
}

/** lib/serve/page, from the source as from lib/dist/serve. */
function pageFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const beside = path.join(here, 'page');
  return existsSync(path.join(beside, 'index.html'))
    ? beside
    : path.join(here, '..', '..', path.basename(here), 'page');
}
