import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { HierarchicalNSW } from 'hnswlib-node';
import { messageOf } from '../errors/index.js';
import { sha256File } from '../store/index.js';
import { type Matrix, row } from '../vectors/index.js';
import { type Engine, HNSW_FILE, type HnswParameters } from './engine.js';
import { SearchError } from './errors.js';
import { exactEngine } from './exact-engine.js';
import { isWholeHnswFile } from './hnsw-file.js';
import { hnswLibrary, hnswVersion } from './hnsw-library.js';
import { byScore, type Neighbour } from './neighbour.js';

/**
 * Allowed rows below which brute force over them is faster than the graph with a filter, whose cost grows as the
 * filter narrows: measured at 384 numbers a vector, the two meet at about the same count from 30,000 to 300,000 rows.
 */
const EXACT_BELOW_ROWS = 10_000;

/** Points added before other work gets its turn. */
const POINTS_A_TURN = 200;

/** Builds the graph point by point: deterministic by seed, one thread. */
export async function buildHnsw(
  vectors: Matrix,
  parameters: HnswParameters,
  onProgress?: (done: number, total: number) => void,
): Promise<Engine> {
  const { HierarchicalNSW } = await hnswLibrary();
  const graph = new HierarchicalNSW('ip', vectors.cols);
  graph.initIndex(vectors.rows, parameters.M, parameters.efConstruction, parameters.seed);
  for (let i = 0; i < vectors.rows; i++) {
    graph.addPoint(Array.from(row(vectors, i)), i);
    if ((i + 1) % POINTS_A_TURN === 0 || i + 1 === vectors.rows) {
      onProgress?.(i + 1, vectors.rows);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return hnswEngine(graph, vectors, parameters);
}

/** Opens a graph that `write` wrote, over the same vectors. The file must have been checked. */
export async function readHnsw(file: string, vectors: Matrix, parameters: HnswParameters): Promise<Engine> {
  const { HierarchicalNSW } = await hnswLibrary();
  const graph = new HierarchicalNSW('ip', vectors.cols);
  await graph.readIndex(file);
  return hnswEngine(graph, vectors, parameters);
}

function hnswEngine(graph: HierarchicalNSW, vectors: Matrix, parameters: HnswParameters): Engine {
  const exact = exactEngine(vectors);
  graph.setEf(parameters.ef);

  // hnswlib-node takes arrays only; filling one again is twenty times as fast as making one.
  const numbers = Array.from({ length: vectors.cols }, () => 0.5);

  const one = (query: Float32Array, k: number, filter?: (label: number) => boolean): Neighbour[] => {
    for (let j = 0; j < query.length; j++) numbers[j] = query[j];
    const { neighbors, distances } = graph.searchKnn(numbers, k, filter);
    return neighbors.map((row, i) => ({ row, score: 1 - distances[i] })).sort(byScore);
  };

  return {
    kind: 'hnsw',
    async search(queries, k, rows) {
      if (rows && rows.length < EXACT_BELOW_ROWS) return exact.search(queries, k, rows);
      const allowed = rows ? new Uint8Array(vectors.rows) : undefined;
      for (const r of rows ?? []) allowed![r] = 1;
      const filter = allowed && ((label: number) => allowed[label] === 1);
      const results: Neighbour[][] = [];
      for (let i = 0; i < queries.rows; i++) {
        const hits = one(row(queries, i), k, filter);
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
      const file = path.join(directory, HNSW_FILE);
      const temporary = path.join(directory, `.${HNSW_FILE}.${process.pid}.tmp`);
      try {
        await graph.writeIndex(temporary);
        if (!(await isWholeHnswFile(temporary)))
          throw new Error('the disk took only a part of it; free some space');
        const handle = await open(temporary, 'r+');
        await handle.sync().finally(() => handle.close());
        await rename(temporary, file);
      } catch (cause) {
        await rm(temporary, { force: true });
        throw new SearchError(`cannot write ${file}: ${messageOf(cause)}`, { cause });
      }
      const { size: bytes } = await stat(file);
      return {
        file: { name: HNSW_FILE, sha256: await sha256File(file), bytes },
        parameters,
        library: `hnswlib-node ${hnswVersion()}`,
      };
    },
    close: () => exact.close(),
  };
}
