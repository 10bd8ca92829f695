import { messageOf } from '../errors/index.js';
import { hnswLibrary, hnswVersion } from './hnsw-library.js';
import { walkModule } from './walk-module.js';

/** Whether HNSW indexes can be built here: with which library, whether it has to search too, or why not and what to do. */
export async function hnswAvailable(): Promise<{ readonly available: boolean; readonly reason: string }> {
  try {
    await hnswLibrary();
    const searcher = (await walkModule()) ? '' : ', which searches too: this machine has no WebAssembly SIMD';
    return { available: true, reason: `hnswlib-node ${hnswVersion()}${searcher}` };
  } catch (error) {
    return { available: false, reason: messageOf(error) };
  }
}
