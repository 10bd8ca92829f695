import { createRequire } from 'node:module';
import { messageOf, UserError } from '../errors/index.js';

type HnswLibrary = typeof import('hnswlib-node');

/** hnswlib-node, or a `UserError` with the way out: it needs a C++ compiler when it is installed, so it may be missing. */
export async function hnswLibrary(): Promise<HnswLibrary> {
  try {
    const module = await import('hnswlib-node');
    return (module as { default?: HnswLibrary }).default ?? module;
  } catch (cause) {
    throw new UserError(
      `HNSW needs hnswlib-node, which cannot be loaded (${messageOf(cause)}); install a C++ compiler and run "npm rebuild hnswlib-node", or use exact search`,
      { cause },
    );
  }
}

/** Version of the installed hnswlib-node. */
export function hnswVersion(): string {
  return (createRequire(import.meta.url)('hnswlib-node/package.json') as { version: string }).version;
}
