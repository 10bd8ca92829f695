import type { HnswGraph } from './hnsw-graph.js';
import type { Int8Vectors } from './int8-vectors.js';
import { byScore, type Neighbour } from './neighbour.js';
import { RowHeap } from './row-heap.js';
import { TopK } from './top-k.js';

/** The k nearest that the graph leads to, of the rows marked in `allowed` if given; k ≤ points. */
export type GraphSearch = (query: Float32Array, k: number, allowed?: Uint8Array) => Neighbour[];

/** A graph that can be searched and saved. */
export interface OpenGraph {
  readonly search: GraphSearch;
  write(file: string): Promise<void>;
}

/**
 * Searches a graph as hnswlib does (Malkov & Yashunin 2018, algorithms 2 and 5): greedily down to level 0, there `ef`
 * wide. The way goes by int8 scores; of what it finds, all that their error lets be among the k best are scored again in
 * float32, so that scores and order are exact.
 */
export function graphSearch(graph: HnswGraph, vectors: Int8Vectors, ef: number): GraphSearch {
  const { points, entry, levels, links, linksAPoint, upperLinks, upperStart, upperLinksAPoint } = graph;
  const { rows, scores } = vectors;
  const seen = new Uint16Array(points);
  let mark = 0;
  const open = new RowHeap(points);
  const found = new RowHeap(points);

  const descend = () => {
    let at = entry;
    rows[0] = at;
    vectors.score(1);
    let best = scores[0];
    for (let level = levels; level > 0; level--) {
      for (let from = -1; from !== at; ) {
        from = at;
        const list = upperStart[from] + (level - 1) * (1 + upperLinksAPoint);
        const count = upperLinks[list];
        for (let i = 0; i < count; i++) rows[i] = upperLinks[list + 1 + i];
        vectors.score(count);
        for (let i = 0; i < count; i++) {
          if (scores[i] <= best) continue;
          best = scores[i];
          at = rows[i];
        }
      }
    }
    return { at, best };
  };

  /** Leaves the `width` best in `found`. */
  const widen = (width: number, allowed?: Uint8Array) => {
    const { at, best } = descend();
    if (++mark > 0xffff) {
      seen.fill(0);
      mark = 1;
    }
    seen[at] = mark;
    open.size = 0;
    found.size = 0;
    open.push(-best, at);
    if (!allowed || allowed[at] === 1) found.push(best, at);
    while (open.size > 0 && (found.size < width || -open.keys[0] >= found.keys[0])) {
      const list = open.pop() * (1 + linksAPoint);
      const end = list + links[list];
      let fresh = 0;
      for (let i = list + 1; i <= end; i++) {
        const row = links[i];
        if (seen[row] === mark) continue;
        seen[row] = mark;
        rows[fresh++] = row;
      }
      vectors.score(fresh);
      for (let i = 0; i < fresh; i++) {
        const score = scores[i];
        const full = found.size === width;
        if (full && score <= found.keys[0]) continue;
        open.push(-score, rows[i]);
        if (allowed && allowed[rows[i]] === 0) continue;
        if (full) found.replaceRoot(score, rows[i]);
        else found.push(score, rows[i]);
      }
    }
  };

  return (query, k, allowed) => {
    vectors.setQuery(query);
    widen(Math.min(points, Math.max(ef, k)), allowed);
    const near: Neighbour[] = [];
    for (let i = 0; i < found.size; i++) near.push({ row: found.rows[i], score: found.keys[i] });
    near.sort(byScore);
    const best = new TopK(k);
    for (const { row, score } of near) {
      if (score + vectors.error < best.worst) break;
      best.push(row, vectors.exact(row));
    }
    return best.sorted();
  };
}
