import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { HierarchicalNSW } from 'hnswlib-node';
import { messageOf, UserError } from '../errors/index.js';
import type { OpenGraph } from './graph-search.js';
import { isWholeHnswFile } from './hnsw-file.js';
import { byScore } from './neighbour.js';

/** A graph that hnswlib-node keeps, searches and saves itself. */
export function libraryIndex(graph: HierarchicalNSW, dim: number, ef: number): OpenGraph {
  graph.setEf(ef);
  // hnswlib-node takes arrays only; filling one again is twenty times as fast as making one.
  const numbers = Array.from({ length: dim }, () => 0.5);
  return {
    search(query, k, allowed) {
      for (let j = 0; j < dim; j++) numbers[j] = query[j];
      const filter = allowed && ((label: number) => allowed[label] === 1);
      const { neighbors, distances } = graph.searchKnn(numbers, k, filter);
      return neighbors.map((row, i) => ({ row, score: 1 - distances[i] })).sort(byScore);
    },
    async write(file) {
      const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
      try {
        await graph.writeIndex(temporary);
        if (!(await isWholeHnswFile(temporary)))
          throw new Error('the disk took only a part of it; free some space');
        const handle = await open(temporary, 'r+');
        await handle.sync().finally(() => handle.close());
        await rename(temporary, file);
      } catch (cause) {
        await rm(temporary, { force: true });
        throw new UserError(`cannot write ${file}: ${messageOf(cause)}`, { cause });
      }
    },
  };
}
