import { existsSync } from 'node:fs';
import path from 'node:path';
import { leafCategory, type Product } from '../catalog/index.js';
import { shown } from '../errors/index.js';
import { categoryQrels, EvaluateError, type Qrels, readQrels, readQueries } from '../evaluate/index.js';
import { checkQrels } from '../evaluate/ranking/index.js';
import type { SampleCatalog } from '../samples/index.js';
import { projectPath } from '../store/index.js';
import { randomStream } from '../vectors/index.js';
import { spread } from './figures.js';
import type { Recommender } from './recommender.js';

/** What a run is judged by. */
export interface Relevance {
  /** Whose judgments these are: a file, the sample's, or the leaf category for want of any. Stands beside every figure. */
  readonly description: string;
  /** Product id → similar products; null where there are none. */
  readonly similar: Qrels | null;
  /**
   * The leaf category of a query of `similar`, where judgments come from categories: its queries share their relevant
   * products, so that tests, folds and intervals take them as one. Undefined where judgments are a file's.
   */
  readonly groupBy?: (query: string) => string;
  /** Query id → products that answer it; null where there are none. */
  readonly search: Qrels | null;
  /** Query id → text, of the queries in `search`. */
  readonly queries: ReadonlyMap<string, string>;
  /** What a reader of the figures must know: judgments of unknown products, say. */
  readonly warnings: readonly string[];
}

/** Without judgments, at most this many products are asked for similar ones. */
const categorySample = 200;

/** Queries of a file that are asked at most: with more the intervals hardly shrink, and the time grows. */
const mostQueries = 2000;
/** Queries are drawn by it whatever the seed of the run: two runs are compared on the queries that both were asked. */
const drawSeed = 42;

/**
 * Finds the judgments of a run: the file `qrels`, else the sample's own, else the leaf categories.
 *
 * A judgments file (TREC `query 0 product grade`, or CSV `query,uniq_id,grade`) is about similar products when its
 * queries are product ids; else about text queries, whose texts stand in `queries.tsv` (`id<TAB>text`) beside it, or
 * are the query column itself. Of more than 2,000 queries as many are drawn, the same in every run, and `description` says so.
 * @throws {EvaluateError} when a file is missing, malformed, or names no product of the catalogue
 * @example
 * const { similar, search } = await loadRelevance({ products, qrels: 'judgments.csv' });
 * similar?.get('p1') // Map: similar product → grade; null where the judgments are about text queries
 */
export async function loadRelevance(options: {
  readonly products: readonly Product[];
  readonly qrels?: string;
  readonly sample?: SampleCatalog | null;
  readonly seed?: number;
}): Promise<Relevance> {
  const { products, sample, seed = 42 } = options;
  if (options.qrels) return fromFile(projectPath(options.qrels), products);
  if (sample) {
    return {
      description: "the sample catalogue's judgments, derived from the drawn attributes",
      similar: await readQrels(sample.itemQrelsPath),
      groupBy: byLeafCategory(products),
      search: await readQrels(sample.qrelsPath),
      queries: await readQueries(sample.queriesPath),
      warnings: [],
    };
  }
  return fromCategories(products, seed);
}

async function fromFile(file: string, products: readonly Product[]): Promise<Relevance> {
  const all = await readQrels(file);
  const known = new Set(products.map((product) => product.id));
  const check = checkQrels(all, known);
  if (check.unknownJudgments === check.judgments) {
    throw new EvaluateError(
      `${file} judges ${check.judgments} products and none is in the catalogue; its product column must hold uniq_id`,
    );
  }
  const warnings =
    check.unknownJudgments > 0
      ? [
          `${check.unknownJudgments} of ${check.judgments} judgments name products that are not in the catalogue; they count as never found`,
        ]
      : [];
  const { qrels, drawn } = sampled(all);
  const description = `the judgments in ${file}${drawn}`;
  if ([...all.keys()].every((query) => known.has(query))) {
    return { description, similar: qrels, search: null, queries: new Map(), warnings };
  }
  const queriesPath = path.join(path.dirname(file), 'queries.tsv');
  const texts = existsSync(queriesPath) ? await readQueries(queriesPath) : new Map<string, string>();
  const queries = new Map([...qrels.keys()].map((query) => [query, texts.get(query) ?? query]));
  if (texts.size === 0 && !['.csv', '.tsv'].includes(path.extname(file).toLowerCase())) {
    throw new EvaluateError(
      `${file} judges queries such as ${shown(qrels.keys().next().value)}, which are no product ids; write their texts, id<TAB>text a line, into ${queriesPath}`,
    );
  }
  const named = [...qrels.keys()].filter((query) => texts.has(query)).length;
  if (texts.size > 0 && named < qrels.size) {
    warnings.push(
      `${qrels.size - named} of ${qrels.size} queries have no text in ${queriesPath}; their ids are searched for`,
    );
  }
  return { description, similar: null, search: qrels, queries, warnings };
}

/** Some of the queries, in their order, where there are many; and words that say so. */
function sampled(all: Qrels): { readonly qrels: Qrels; readonly drawn: string } {
  if (all.size <= mostQueries) return { qrels: all, drawn: '' };
  const kept = new Set(
    randomStream(drawSeed, 'queries')
      .shuffle([...all.keys()])
      .slice(0, mostQueries),
  );
  const [some, of] = [mostQueries, all.size].map((count) => count.toLocaleString('en'));
  return {
    qrels: new Map([...all].filter(([query]) => kept.has(query))),
    drawn: ` (${some} of ${of} queries, drawn with seed ${drawSeed})`,
  };
}

function fromCategories(products: readonly Product[], seed: number): Relevance {
  const similar = categoryQrels(
    products.map((product) => product.id),
    products.map(leafCategory),
    { queries: categorySample, seed },
  );
  if (similar.size === 0) {
    return {
      description: 'nothing: no two products share a category, and QRELS names no judgments',
      similar: null,
      search: null,
      queries: new Map(),
      warnings: [
        'There is nothing to judge by: give the products categories, or set QRELS to your own judgments.',
      ],
    };
  }
  return {
    description: `the leaf category, for want of judgments: products that share it count as relevant (${similar.size} asked)`,
    similar,
    groupBy: byLeafCategory(products),
    search: null,
    queries: new Map(),
    warnings: [
      'The category is part of the text that is compared, so these figures flatter text; set QRELS to judge by your own file.',
    ],
  };
}

function byLeafCategory(products: readonly Product[]): (query: string) => string {
  const categories = new Map(products.map((product) => [product.id, leafCategory(product)]));
  return (query) => categories.get(query) || query;
}

/**
 * How many independent pieces of evidence the judgments of similar products are: queries, or their categories.
 * @example judgedGroups(relevance) // 24, the categories that the judged queries are of
 */
export function judgedGroups({ similar, groupBy = (query) => query }: Relevance): number {
  return new Set(Array.from(similar?.keys() ?? [], groupBy)).size;
}

/**
 * Some texts to try a search with: the judged queries, evenly spread; without them a few of our own, or for a shop that
 * is not in English some of its leaf categories.
 * @example phrases(relevance, 2, shop) // ['modern black leather chair', 'storage for shoes'] where no text was judged
 */
export function phrases(
  { queries }: Relevance,
  count: number,
  { products, language }: Pick<Recommender, 'products' | 'language'>,
): string[] {
  const texts = [...queries.values()];
  if (texts.length < count && language !== 'en')
    return spread(products, count).map((product) => leafCategory(product) || product.title);
  if (texts.length < count)
    return ['modern black leather chair', 'storage for shoes', 'small round table'].slice(0, count);
  return Array.from({ length: count }, (_, i) => texts[Math.floor((i * texts.length) / count)]);
}
