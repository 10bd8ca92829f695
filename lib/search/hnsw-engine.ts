import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { HierarchicalNSW } from 'hnswlib-node';
import { messageOf, UserError } from '../errors/index.js';
import { sha256File } from '../store/index.js';
import { temporaryFolder } from '../store/leases/index.js';
import { type Matrix, row } from '../vectors/index.js';
import { type Engine, type HnswParameters, hnswFile } from './engine.js';
import { exactEngine } from './exact-engine.js';
import { graphBytes, type OpenGraph, openGraph } from './graph-search.js';
import { type HnswGraph, readGraph } from './hnsw-graph.js';
import { hnswLibrary, hnswVersion } from './hnsw-library.js';
import { libraryIndex } from './hnsw-library-index.js';
import type { Neighbour } from './neighbour.js';
import { walkModule } from './walk-module.js';

/**
 * Allowed rows below which brute force over them is faster than the graph with a filter, whose cost grows as the
 * filter narrows: measured over 30,000 × 384 the two meet at 10,000 rows one by one, at 20,000 in batches of 100.
 */
const exactBelowRows = 10_000;

/** Points added before other work gets its turn. */
const pointsATurn = 200;

/** All that one WebAssembly memory can hold. */
const wasmBytes = 2 ** 32;

/** Builds the graph point by point: deterministic by seed, one thread. */
export async function buildHnsw(
  vectors: Matrix,
  parameters: HnswParameters,
  onProgress?: (done: number, total: number) => void,
): Promise<Engine> {
  const { HierarchicalNSW } = await hnswLibrary();
  const library = new HierarchicalNSW('ip', vectors.cols);
  library.initIndex(vectors.rows, parameters.M, parameters.efConstruction, parameters.seed);
  for (let i = 0; i < vectors.rows; i++) {
    library.addPoint(Array.from(row(vectors, i)), i);
    if ((i + 1) % pointsATurn === 0 || i + 1 === vectors.rows) {
      onProgress?.(i + 1, vectors.rows);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const module = await searchModule(vectors, parameters);
  const open = module
    ? openGraph(module, await takeGraph(library, vectors), vectors, parameters.ef)
    : libraryIndex(library, vectors.cols, parameters.ef);
  return hnswEngine(open, vectors, parameters, `hnswlib-node ${hnswVersion()}`);
}

/** Opens a graph that `write` wrote, over the same vectors. The file must have been checked. `library` is what built it. */
export async function readHnsw(
  file: string,
  vectors: Matrix,
  parameters: HnswParameters,
  library: string | undefined,
): Promise<Engine> {
  const module = await searchModule(vectors, parameters);
  if (module) {
    const open = openGraph(module, await readGraph(file, vectors), vectors, parameters.ef);
    return hnswEngine(open, vectors, parameters, library);
  }
  const { HierarchicalNSW } = await hnswLibrary();
  const graph = new HierarchicalNSW('ip', vectors.cols);
  await graph.readIndex(file);
  return hnswEngine(libraryIndex(graph, vectors.cols, parameters.ef), vectors, parameters, library);
}

/** What searches a graph over these vectors, or null where hnswlib-node has to: no vector instructions, or too many vectors. */
async function searchModule(vectors: Matrix, { M }: HnswParameters): Promise<WebAssembly.Module | null> {
  return graphBytes(vectors, M) <= wasmBytes ? walkModule() : null;
}

/** Takes the graph out of the library, which gives it only as a file, and frees the library's copy of the vectors. */
async function takeGraph(library: HierarchicalNSW, vectors: Matrix): Promise<HnswGraph> {
  const folder = await temporaryFolder('hnsw');
  try {
    const file = path.join(folder.path, hnswFile);
    await library.writeIndex(file);
    const graph = await readGraph(file, vectors);
    library.initIndex(1);
    return graph;
  } catch (cause) {
    throw new UserError(
      `cannot keep the new graph in ${folder.path} for a moment: ${messageOf(cause)}; free some space there, or name another folder in TMPDIR`,
      { cause },
    );
  } finally {
    await folder.remove();
  }
}

function hnswEngine(
  graph: OpenGraph,
  vectors: Matrix,
  parameters: HnswParameters,
  library: string | undefined,
): Engine {
  const exact = exactEngine(vectors);
  return {
    kind: 'hnsw',
    async search(queries, k, rows) {
      if (rows && rows.length < exactBelowRows) return exact.search(queries, k, rows);
      const allowed = rows ? new Uint8Array(vectors.rows) : undefined;
      for (const r of rows ?? []) allowed![r] = 1;
      const results: Neighbour[][] = [];
      for (let i = 0; i < queries.rows; i++) {
        const hits = graph.search(row(queries, i), k, allowed);
        // A graph can hide points from a search; brute force finds the rest.
        results.push(
          hits.length === k
            ? hits
            : (await exact.search({ rows: 1, cols: queries.cols, data: row(queries, i) }, k, rows))[0],
        );
      }
      return results;
    },
    async write(directory) {
      const file = path.join(directory, hnswFile);
      await graph.write(file);
      const { size: bytes } = await stat(file);
      return {
        file: { name: hnswFile, sha256: await sha256File(file), bytes },
        parameters,
        library,
      };
    },
    close: () => exact.close(),
  };
}
