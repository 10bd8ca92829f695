import { createRequire } from 'node:module';
import { messageOf } from '../errors/index.js';
import { SearchError } from './errors.js';

type HnswLibrary = typeof import('hnswlib-node');

/** hnswlib-node needs a C++ compiler when it is installed, so it may be missing. */
async function load(): Promise<HnswLibrary> {
  const module = await import('hnswlib-node');
  return (module as { default?: HnswLibrary }).default ?? module;
}

/** Whether HNSW indexes can be built here; where not, `reason` says why and what to do. */
export async function hnswAvailable(): Promise<{ readonly available: boolean; readonly reason: string }> {
  try {
    await load();
    return { available: true, reason: `hnswlib-node ${hnswVersion()}` };
  } catch (error) {
    return {
      available: false,
      reason: `hnswlib-node cannot be loaded (${messageOf(error)}); install a C++ compiler and run "npm rebuild hnswlib-node", or use exact search`,
    };
  }
}

/** The library, or a `SearchError` with the way out. */
export async function hnswLibrary(): Promise<HnswLibrary> {
  const { available, reason } = await hnswAvailable();
  if (!available) throw new SearchError(`an HNSW index was asked for, but ${reason}`);
  return load();
}

/** Version of the installed hnswlib-node. */
export function hnswVersion(): string {
  return (createRequire(import.meta.url)('hnswlib-node/package.json') as { version: string }).version;
}
