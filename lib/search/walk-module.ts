import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What wasm/graph-walk.ts exports. */
export interface WalkExports {
  walk(width: number, filtered: boolean, queryScale: number, coarseError: number, byFloats: boolean): number;
  dotOfFloats(): number;
}

let loaded: Promise<WebAssembly.Module | null> | undefined;

/**
 * wasm/graph-walk.ts, compiled; null where the CPU has none of the vector instructions that it needs. The build writes
 * it into dist, where it is found from the sources too.
 */
export function walkModule(): Promise<WebAssembly.Module | null> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<WebAssembly.Module | null> {
  const index = createRequire(import.meta.url).resolve('vitrine/search');
  const bytes = new Uint8Array(await readFile(path.join(path.dirname(index), 'graph-walk.wasm')));
  return WebAssembly.validate(bytes) ? WebAssembly.compile(bytes) : null;
}
