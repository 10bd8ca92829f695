import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Address in the page → file: all that the server gives out. */
export type ServedFiles = ReadonlyMap<string, string>;

/** The page, its examples, TensorFlow.js with its WASM backend, and the model's own files. */
export async function servedFiles(modelFolder: string, weightFiles: readonly string[]): Promise<ServedFiles> {
  const page = pageFolder();
  const files = new Map([['/', join(page, 'index.html')]]);
  for (const name of await readdir(page)) {
    if (/\.(js|css|svg)$/.test(name)) files.set(`/${name}`, join(page, name));
  }
  const require = createRequire(import.meta.url);
  // Both of one language level: the ES5 backend cannot extend the classes of the ES2017 core.
  files.set('/tfjs/tf.min.js', require.resolve('@tensorflow/tfjs/dist/tf.es2017.min.js'));
  const wasm = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.es2017.min.js'));
  files.set('/tfjs/tf-backend-wasm.min.js', join(wasm, 'tf-backend-wasm.es2017.min.js'));
  for (const name of [
    'tfjs-backend-wasm.wasm',
    'tfjs-backend-wasm-simd.wasm',
    'tfjs-backend-wasm-threaded-simd.wasm',
  ]) {
    files.set(`/tfjs/${name}`, join(wasm, name));
  }
  for (const path of ['model.json', ...weightFiles]) files.set(`/model/${path}`, join(modelFolder, path));
  return files;
}

/** lib/serve/page, from the source as from lib/dist/serve. */
function pageFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, 'page');
  return existsSync(join(beside, 'index.html')) ? beside : join(here, '..', '..', basename(here), 'page');
}
