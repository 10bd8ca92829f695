import { messageOf } from '../errors/index.js';
import { hnswLibrary, hnswVersion } from './hnsw-library.js';

/** Whether HNSW indexes can be built here: with which library, or why not and what to do. */
export async function hnswAvailable(): Promise<{ readonly available: boolean; readonly reason: string }> {
  try {
    await hnswLibrary();
    return { available: true, reason: `hnswlib-node ${hnswVersion()}` };
  } catch (error) {
    return { available: false, reason: messageOf(error) };
  }
}
