import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What dot.wat exports; addresses and sizes in bytes. */
export interface DotExports {
  scoreRows(
    query: number,
    unit: number,
    codes: number,
    stride: number,
    scales: number,
    rows: number,
    count: number,
    scores: number,
  ): void;
  dot(a: number, b: number, bytes: number): number;
}

let loaded: Promise<WebAssembly.Module | null> | undefined;

/**
 * dot.wat, compiled; null where the CPU has none of the vector instructions that it needs. The build assembles it into
 * dist, where it is found from the sources too.
 */
export function dotModule(): Promise<WebAssembly.Module | null> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<WebAssembly.Module | null> {
  const index = createRequire(import.meta.url).resolve('vitrine/search');
  const bytes = new Uint8Array(await readFile(path.join(path.dirname(index), 'dot.wasm')));
  return WebAssembly.validate(bytes) ? WebAssembly.compile(bytes) : null;
}
