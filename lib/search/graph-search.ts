import { writeAtomically } from '../store/index.js';
import { type Matrix, row } from '../vectors/index.js';
import { type HnswGraph, writeGraph } from './hnsw-graph.js';
import type { Neighbour } from './neighbour.js';
import { TopK } from './top-k.js';
import { encodeQuery, encodeRows, fineness } from './two-codes.js';
import type { WalkExports } from './walk-module.js';

const pageBytes = 65_536;
/** Numbers that one round of the inner loops of the walk takes. */
const codesARound = 32;
const floatsARound = 16;
/** The walk's scores are whole numbers of this size. */
const scoreStep = 2 ** -30;
/** What float32 rounding adds to the difference of two scores. */
const rounding = 1e-6;

/** The k nearest that the graph leads to, of the rows marked in `allowed` if given; k ≤ points. */
export type GraphSearch = (query: Float32Array, k: number, allowed?: Uint8Array) => Neighbour[];

/** A graph that can be searched and saved. */
export interface OpenGraph {
  readonly search: GraphSearch;
  write(file: string): Promise<void>;
}

type GraphSize = Pick<HnswGraph, 'points' | 'linksAPoint' | 'upperLinksAPoint'> & { upperNumbers: number };

/** Bytes of WebAssembly memory that a graph over these vectors takes, about: which points have upper links is chance. */
export function graphBytes({ rows: points, cols }: Matrix, M: number): number {
  const upperNumbers = Math.ceil((2 * points * (1 + M)) / (M - 1));
  return layout({ points, linksAPoint: 2 * M, upperLinksAPoint: M, upperNumbers }, cols).bytes;
}

/**
 * Takes a graph and codes of its vectors into WebAssembly memory. A search walks it `ef` wide by the codes; of what it
 * finds, all that the codes' error lets be among the k best are scored again in float32, so that scores and order are
 * exact. Where all that is found is closer together than the codes can tell, the walk is done again by float32.
 */
export function openGraph(
  module: WebAssembly.Module,
  graph: HnswGraph,
  vectors: Matrix,
  ef: number,
): OpenGraph {
  const { points } = graph;
  const dim = vectors.cols;
  const { bytes, ...at } = layout({ ...graph, upperNumbers: graph.upperLinks.length }, dim);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  const { buffer } = memory;
  const numbers = (start: number, values: Int32Array) => {
    const copy = new Int32Array(buffer, start, values.length);
    copy.set(values);
    return copy;
  };
  const held: HnswGraph = {
    ...graph,
    links: numbers(at.links, graph.links),
    upperStart: numbers(at.upperStart, graph.upperStart),
    upperLinks: numbers(at.upperLinks, graph.upperLinks),
  };
  const errors = encodeRows(
    vectors,
    new Int8Array(buffer, at.codes, 2 * at.stride * points),
    at.stride,
    new Float32Array(buffer, at.scales, points),
  );
  const query = new Float32Array(buffer, at.query, dim);
  const queryCode = new Int16Array(buffer, at.queryCode, dim);
  const vector = new Float32Array(buffer, at.vector, dim);
  const mayBeFound = new Uint8Array(buffer, at.allowed, points);
  const found = new Int32Array(buffer, at.found, 2 * points);

  const exactScore = (r: number) => {
    vector.set(row(vectors, r));
    return dotOfFloats();
  };
  const { entry, levels, linksAPoint, upperLinksAPoint } = graph;
  const { exports } = new WebAssembly.Instance(module, {
    env: { memory },
    'graph-walk': {
      ...at,
      ...{ points, entry, levels, linksAPoint, upperLinksAPoint, fineness },
      exactScore,
    },
  });
  const { walk, dotOfFloats } = exports as unknown as WalkExports;
  const rowAt = (i: number) => found[2 * i];
  const scoreAt = (i: number) => found[2 * i + 1] * scoreStep;

  let filter: Uint8Array | undefined;
  const search: GraphSearch = (unitQuery, k, allowed) => {
    if (allowed && allowed !== filter) mayBeFound.set(allowed);
    filter = allowed ?? filter;
    query.set(unitQuery);
    const code = encodeQuery(unitQuery, queryCode);
    const width = Math.min(points, Math.max(ef, k));
    const coarseError = errors.coarse * (1 + code.error);
    let count = walk(width, allowed !== undefined, code.scale, coarseError, false);
    let error = errors.fine + code.error * (1 + errors.fine) + rounding;
    if (count > k && scoreAt(0) - scoreAt(count - 1) < errors.fine) {
      count = walk(width, allowed !== undefined, code.scale, coarseError, true);
      error = rounding;
    }
    const best = new TopK(k);
    for (let i = 0; i < count; i++) {
      if (scoreAt(i) + error < best.worst) break;
      best.push(rowAt(i), exactScore(rowAt(i)));
    }
    return best.sorted();
  };
  return { search, write: (file) => writeAtomically(file, (handle) => writeGraph(handle, held, vectors)) };
}

/** Where everything lies, each part on a cache line of its own. */
function layout({ points, linksAPoint, upperNumbers, upperLinksAPoint }: GraphSize, dim: number) {
  const stride = Math.ceil(dim / codesARound) * codesARound;
  const floatBytes = Math.ceil(dim / floatsARound) * floatsARound * 4;
  let bytes = 0;
  const part = (size: number) => {
    const start = bytes;
    bytes += Math.ceil(size / 64) * 64;
    return start;
  };
  return {
    stride,
    floatBytes,
    query: part(floatBytes),
    vector: part(floatBytes),
    queryCode: part(stride * 2),
    fresh: part(Math.max(linksAPoint, upperLinksAPoint) * 4),
    links: part(points * (1 + linksAPoint) * 4),
    upperStart: part(points * 4),
    upperLinks: part(upperNumbers * 4),
    codes: part(2 * stride * points),
    scales: part(points * 4),
    allowed: part(points),
    seen: part(points * 2),
    open: part(points * 8),
    found: part(points * 8),
    bytes,
  };
}
