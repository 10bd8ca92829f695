import { createRequire } from 'node:module';

/** What of ml-xgboost's compiled module is called: numbers are addresses in its memory. */
interface XgboostModule {
  readonly HEAPU8: Uint8Array;
  readonly HEAPF32: Float32Array;
  readonly isReady: Promise<unknown>;
  _malloc(bytes: number): number;
  _create_model(features: number, target: number, rows: number, cols: number): number;
  _set_param(model: number, name: number, value: number): void;
  _train_full_model(model: number, rounds: number): void;
  _predict_one(model: number, row: number, cols: number, out: number): number;
  _save_model(model: number): number;
  _get_file_content(out: number, bytes: number): void;
}

export interface XgboostTask {
  /** Row-major; neither NaN nor −1, which is its mark of a missing value. */
  readonly features: Float32Array;
  readonly target: Float32Array;
  readonly rounds: number;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/**
 * Trains XGBoost and gives its binary model, and its own predictions for the training rows where they are asked for.
 *
 * Goes below ml-xgboost's class, which passes the table on the stack of the module, too small for more than a few
 * megabytes. The module's memory is freed with the thread that this runs in.
 */
export async function trainXgboost(
  task: XgboostTask,
  predict = false,
): Promise<{ model: Uint8Array; predictions: Float32Array }> {
  const xgboost = await load();
  const { features, target, rounds, parameters } = task;
  const rows = target.length;
  const cols = features.length / rows;
  const table = put(xgboost, features);
  const model = xgboost._create_model(table, put(xgboost, target), rows, cols);
  for (const [name, value] of Object.entries(parameters)) {
    xgboost._set_param(model, text(xgboost, name), text(xgboost, String(value)));
  }
  xgboost._train_full_model(model, rounds);
  const bytes = xgboost._save_model(model);
  const content = xgboost._malloc(bytes);
  xgboost._get_file_content(content, bytes);
  const predictions = new Float32Array(predict ? rows : 0);
  const out = xgboost._malloc(4);
  for (let i = 0; i < predictions.length; i++) {
    xgboost._predict_one(model, table + 4 * i * cols, cols, out);
    predictions[i] = xgboost.HEAPF32[out >> 2];
  }
  return { model: xgboost.HEAPU8.slice(content, content + bytes), predictions };
}

async function load(): Promise<XgboostModule> {
  // With streaming there, the module first tries to fetch its file as a URL, and complains on the console.
  Object.assign(WebAssembly, { instantiateStreaming: undefined });
  const module = createRequire(import.meta.url)('ml-xgboost/dist/wasm/xgboost.js') as XgboostModule;
  await module.isReady;
  return module;
}

// The views of the heap are replaced when it grows, so each is read after _malloc.
function put(xgboost: XgboostModule, numbers: Float32Array): number {
  const at = xgboost._malloc(numbers.byteLength);
  xgboost.HEAPF32.set(numbers, at >> 2);
  return at;
}

function text(xgboost: XgboostModule, value: string): number {
  const bytes = new TextEncoder().encode(`${value}\0`);
  const at = xgboost._malloc(bytes.length);
  xgboost.HEAPU8.set(bytes, at);
  return at;
}
