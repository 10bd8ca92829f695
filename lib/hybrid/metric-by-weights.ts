import type { EvaluateOptions } from '../evaluate/index.js';
import { parseMetric } from '../evaluate/ranking/index.js';
import { type JudgedQuery, rankJudged } from './judged-query.js';
import { type CosineBlock, cosineBlocks, type PartSpace, weightedCosines } from './part-cosines.js';

/** Cosines are kept while they take no more; beyond, they are computed again for each set of weights asked for. */
const keptBytes = 512 * 2 ** 20;

interface MetricOptions {
  readonly metric: string;
  readonly depth: number;
  readonly gain: NonNullable<EvaluateOptions['gain']>;
}

/** A metric of every query, by weights: computed when first asked for, from the cosines of the parts. */
export class MetricByWeights {
  readonly #known = new Map<string, Float64Array>();
  readonly #measure: ReturnType<typeof parseMetric>;
  #kept: CosineBlock[] | null = null;
  readonly #space: PartSpace;
  readonly #queries: readonly JudgedQuery[];
  readonly #tieOrder: Uint32Array;
  readonly #options: MetricOptions;

  constructor(
    space: PartSpace,
    queries: readonly JudgedQuery[],
    tieOrder: Uint32Array,
    options: MetricOptions,
  ) {
    this.#space = space;
    this.#queries = queries;
    this.#tieOrder = tieOrder;
    this.#options = options;
    this.#measure = parseMetric(options.metric);
  }

  /** Computes the metric by all these weights that it is not known by yet. */
  async add(
    points: readonly (readonly number[])[],
    onQuery?: (done: number, total: number) => void,
  ): Promise<void> {
    const wanted = new Map<string, readonly number[]>();
    for (const point of points) if (!this.#known.has(keyOf(point))) wanted.set(keyOf(point), point);
    if (wanted.size === 0) return;
    const added = [...wanted.values()].map((weights) => ({
      weights,
      values: new Float64Array(this.#queries.length),
    }));
    const scores = new Float64Array(this.#space.rows);
    for await (const block of this.#blocks()) {
      for (let i = 0; i < block.count; i++) {
        const query = this.#queries[block.from + i];
        for (const { weights, values } of added) {
          const found = weightedCosines(this.#space, block, query.row, i, weights, scores);
          const ranking = rankJudged(query, scores, found, this.#tieOrder, this.#options.depth);
          values[block.from + i] = this.#measure(ranking, this.#options.gain);
        }
      }
      onQuery?.(block.from + block.count, this.#queries.length);
    }
    for (const { weights, values } of added) this.#known.set(keyOf(weights), values);
  }

  /** One value a query, by weights that were added. */
  of(weights: readonly number[]): Float64Array {
    return this.#known.get(keyOf(weights)) as Float64Array;
  }

  async *#blocks(): AsyncGenerator<CosineBlock> {
    if (this.#kept) {
      yield* this.#kept;
      return;
    }
    const rows = this.#queries.map(({ row }) => row);
    const bytes = 4 * this.#space.rows * rows.length * this.#space.parts.length;
    const kept: CosineBlock[] = [];
    for await (const block of cosineBlocks(this.#space, rows)) {
      if (bytes <= keptBytes) kept.push(block);
      yield block;
    }
    if (bytes <= keptBytes) this.#kept = kept;
  }
}

function keyOf(weights: readonly number[]): string {
  return weights.map((weight) => weight.toFixed(9)).join(' ');
}
