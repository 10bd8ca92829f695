import { type Product, productText } from '../catalog/index.js';
import { shown, UserError } from '../errors/index.js';
import type { Picture } from '../images/index.js';
import type { Language } from '../language/index.js';
import { suggest } from '../language/index.js';
import {
  type Bm25Index,
  bm25Index,
  checkK,
  compileFilters,
  createIndex,
  type IndexChoice,
  maximalMarginalRelevance,
  type Neighbour,
  type ProductFilter,
  type ProductFilters,
  reciprocalRankFusion,
  type VectorIndex,
} from '../search/index.js';
import type { Matrix } from '../vectors/index.js';
import type { NewProduct } from './new-product.js';
import { type LeftOut, type Ranked, type Rule, startRules } from './rules.js';
import { checkWords, type Examples, type Query, SimilarQueries } from './similar-query.js';

/** The vector spaces of a catalogue, each n rows in the order of the products. */
export interface Spaces {
  /** Text vectors, scaled, unit length; rows of products whose text could not be encoded are 0. */
  readonly text: Matrix;
  /** Image vectors, scaled, unit length; rows of products without a photo are 0. */
  readonly image: Matrix;
  /** Category vectors, unit length or 0; only where the category has a weight, γ. */
  readonly category?: Matrix;
  /** Behaviour vectors, unit length or 0; only where behaviour has a weight, δ. */
  readonly behavior?: Matrix;
  /** All parts, weighed; `text` itself where there is no other part. */
  readonly hybrid: Matrix;
}

/** A way to rank products: by text, by photo, by both, by words … */
export type Space = keyof Spaces;

/** How `recommend` ranks: by one space, by the keywords of the product's text, or by keywords and hybrid vectors fused. */
export type SimilarBy = Space | 'bm25' | 'fused';
/** How `search` ranks: keywords and text vectors fused, or each alone. */
export type SearchBy = 'fused' | 'text' | 'bm25';

/** A product found, its place and score, and what it owes them to. */
export interface Recommendation {
  /** From 1. */
  readonly rank: number;
  readonly product: Product;
  /** Row of the product in the catalogue. */
  readonly row: number;
  /** The product's photo on this machine, null where there is none. */
  readonly photo: string | null;
  /** Cosine in [-1, 1] for vectors, BM25 for keywords, the sum of 1/(60 + rank) when fused: comparable within one list only. */
  readonly score: number;
}

export interface RankOptions<By> {
  /** Results at most. Default 10. */
  readonly k?: number;
  /** Only products that meet it are found. Default all. */
  readonly filter?: ProductFilter;
  /** What ranks. Default 'hybrid' for similar products, 'fused' for a text. */
  readonly by?: By;
  /**
   * λ of maximal marginal relevance, in [0, 1]: 1 keeps the ranking, less prefers products unlike those above them.
   * Chosen among the best 5 · k, or 50 if that is more, by the vectors of the space that ranked (hybrid for keywords
   * and fusion, text for a text search). Scores of keywords and fusion count in shares of the best.
   */
  readonly diversity?: number;
  /** Asked of each result in order; products that one refuses give way to the next of the ranking. */
  readonly rules?: readonly Rule[];
  /** Told once which products the rules left out above the last result, and why. */
  readonly onLeftOut?: (leftOut: readonly LeftOut[]) => void;
}

/** How similar products are ranked. */
export interface SimilarOptions extends RankOptions<SimilarBy> {
  /** Words that the products found should have more of: 'leather'. Moves rankings by 'hybrid' and 'text'. Default none. */
  readonly more?: string;
  /** Words that they should have less of, likewise. Default none. */
  readonly less?: string;
}

type Ranker = (depth: number) => Neighbour[] | Promise<Neighbour[]>;

export interface RecommenderParts {
  readonly products: readonly Product[];
  readonly spaces: Spaces;
  /** Photo of each product on this machine, null where there is none. */
  readonly photos?: readonly (string | null)[];
  /** Turns a query into a vector of the text space, or null when none of its words is known. */
  readonly encodeQuery: (text: string) => Promise<Float32Array | null>;
  /** Turns a photo into a vector of the image space; needed for photos that are not in the catalogue. */
  readonly encodePhoto?: (photo: Picture) => Promise<Float32Array>;
  /** Weights of the parts that the hybrid vectors were joined with, as `buildSpaces` gives them; needed for new products. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Which index to build for each space; 'auto' chooses by size. */
  readonly index?: IndexChoice;
  /** Indexes that are there already, from a saved run. */
  readonly indexes?: Partial<Record<Space, VectorIndex>>;
  readonly seed?: number;
  /** The language that keywords are read in, by its code. Default 'en'. */
  readonly language?: Language;
}

/** Every way to rank similar products. */
export const similarSystems: readonly SimilarBy[] = [
  'text',
  'image',
  'category',
  'behavior',
  'hybrid',
  'bm25',
  'fused',
];
/** Every way to rank for a text. */
export const searchSystems: readonly SearchBy[] = ['text', 'bm25', 'fused'];

/** Rankings are fused from this many results of each. */
const fusionDepth = 100;

/**
 * Similar products and text search over one catalogue.
 * @example
 * const shop = await openRecommender();
 * const similar = await shop.recommend(shop.products[0].id, { k: 5 });
 * const found = await shop.search('modern black leather chair', { filter: { priceMax: 200 } });
 * found[0] // { rank: 1, product, row: 12, photo: '/…/chair.jpg', score: 0.032 }
 */
export class Recommender {
  readonly #rows = new Map<string, number>();
  /** By the vectors: two spaces may be one. */
  readonly #indexes = new Map<Matrix, Promise<VectorIndex>>();
  readonly #reasons = new Map<Matrix, string>();
  #keywords: Bm25Index | null = null;
  #filters: ProductFilters | null = null;
  readonly #queries: SimilarQueries;

  readonly #parts: RecommenderParts;

  constructor(parts: RecommenderParts) {
    this.#parts = parts;
    this.#queries = new SimilarQueries(this, parts);
    parts.products.forEach((product, i) => {
      this.#rows.set(product.id, i);
    });
    for (const [space, index] of Object.entries(parts.indexes ?? {})) {
      this.#indexes.set(this.vectors(space as Space), Promise.resolve(index));
    }
  }

  get products(): readonly Product[] {
    return this.#parts.products;
  }

  get spaces(): Spaces {
    return this.#parts.spaces;
  }

  /**
   * The vectors of a space.
   * @throws {UserError} for one that the run does not have
   */
  vectors(space: Space): Matrix {
    const vectors = this.#parts.spaces[space];
    if (!vectors) {
      const weigh = { category: 'GAMMA', behavior: 'DELTA' }[space as string];
      throw new UserError(
        `there are no ${space} vectors, only ${Object.keys(this.#parts.spaces).join(', ')}${weigh ? `; run the notebook with ${weigh} above 0` : ''}`,
      );
    }
    return vectors;
  }

  /** The language that keywords are read in. */
  get language(): Language {
    return this.#parts.language ?? 'en';
  }

  /** Photo of each product on this machine, null where there is none. */
  get photos(): readonly (string | null)[] {
    return this.#parts.photos ?? this.#parts.products.map(() => null);
  }

  /** The index of a space, built on first use. */
  index(space: Space): Promise<VectorIndex> {
    const vectors = this.vectors(space);
    let index = this.#indexes.get(vectors);
    if (!index) {
      const { index: kind = 'auto', seed } = this.#parts;
      index = createIndex(vectors, { kind, seed, zeroRows: 'leave out' }).then((created) => {
        this.#reasons.set(vectors, created.reason);
        return created.index;
      });
      index.catch(() => this.#indexes.delete(vectors));
      this.#indexes.set(vectors, index);
    }
    return index;
  }

  /** Which index the hybrid space has, and why. */
  async describeIndex(): Promise<string> {
    const { kind } = await this.index('hybrid');
    return this.#reasons.get(this.vectors('hybrid')) ?? `${kind} search, as the run was saved`;
  }

  /**
   * The products most similar to one, or to those that are liked and unlike those that are not (Rocchio: the mean of the
   * liked vectors less a quarter of the mean of the disliked), these themselves left out.
   * @throws {UserError} for an id that is not in the catalogue, or a space that the run does not have; {ArgumentError} for a k below 1, a diversity outside [0, 1].
   * @example
   * await shop.recommend('chair-1', { k: 5, more: 'leather', less: 'velvet' });
   * await shop.recommend({ like: ['chair-1', 'chair-7'], dislike: ['stool-2'] });
   */
  async recommend(of: string | Examples, options: SimilarOptions = {}): Promise<Recommendation[]> {
    const isExamples = typeof of === 'object' && of !== null;
    return this.#similar(isExamples ? this.#queries.ofExamples(of) : this.#queries.ofProduct(of), options);
  }

  /**
   * The products most similar to one that is not in the catalogue, by what is known of it, with the encoders and weights
   * of the run. A product without a photo or a text is compared by its other parts, as one of the catalogue is.
   * @param options.by default 'hybrid'; 'image' for a photo alone
   * @throws {ArgumentError} for a field that is unknown or wrong, and where there is nothing to compare; {UserError} for
   * a photo that cannot be used or that the run has nothing to compare with
   * @example
   * await shop.recommendFor({ title: 'Oak chair', brand: 'Nord', photo: 'chair.jpg' }, { k: 5 });
   */
  async recommendFor(given: NewProduct, options: SimilarOptions = {}): Promise<Recommendation[]> {
    const query = this.#queries.ofNew(given);
    return this.#similar(query, { ...options, by: options.by ?? (query.photoAlone ? 'image' : 'hybrid') });
  }

  /**
   * The products that fit a text best, or whose photos are most like one. A text without any known word finds nothing.
   * @throws {ArgumentError} for a k below 1; {UserError} for an empty text, or a photo that cannot be used.
   * @example await shop.search({ photo: 'https://example.org/chair.jpg' }, { k: 5 })
   */
  async search(
    wanted: string | { readonly photo: Picture },
    options: RankOptions<SearchBy> = {},
  ): Promise<Recommendation[]> {
    return typeof wanted === 'object' && wanted !== null
      ? this.recommendFor(wanted, withoutBy(options))
      : this.#searchText(wanted, options);
  }

  async #searchText(text: string, options: RankOptions<SearchBy>): Promise<Recommendation[]> {
    const { k = 10, filter, by = 'fused' } = options;
    checkK(k);
    checkBy(by, searchSystems);
    if (typeof text !== 'string' || text.trim() === '')
      throw new UserError('the search text is empty; give a word or two, such as "black chair"');
    const allowed = this.#allowed(filter);
    const byWords = (depth: number) => this.#bm25().search(text, depth, { rows: allowed ?? undefined });
    const byVector = async (depth: number) => {
      const query = await this.#parts.encodeQuery(text);
      return query ? (await this.index('text')).search(query, depth, { rows: allowed ?? undefined }) : [];
    };
    const byBoth = async (wanted: number) => {
      const depth = Math.max(wanted, fusionDepth);
      return reciprocalRankFusion([byWords(depth), await byVector(depth)]).slice(0, wanted);
    };
    const rank = by === 'bm25' ? byWords : by === 'text' ? byVector : byBoth;
    const about = { space: 'text', cosines: by === 'text', query: null } as const;
    return this.#results(await this.#chosen(rank, about, options));
  }

  /** A text as a vector of the text space, unit length; null when none of its words is known. */
  encodeQuery(text: string): Promise<Float32Array | null> {
    return this.#parts.encodeQuery(text);
  }

  /** Whether the catalogue has a product of this id. */
  has(id: string): boolean {
    return this.#rows.has(id);
  }

  /**
   * The row of a product.
   * @throws {UserError} for an id that no product has, naming the nearest
   */
  rowOf(id: string): number {
    const found = this.#rows.get(id);
    if (found === undefined) {
      const near = typeof id === 'string' ? suggest(id, this.#rows.keys()) : undefined;
      throw new UserError(
        `no product has the id ${shown(id)}${near ? `; did you mean ${shown(near)}?` : '; ids are the uniq_id of the catalogue'}`,
      );
    }
    return found;
  }

  /** Frees the indexes. */
  async close(): Promise<void> {
    for (const index of this.#indexes.values()) await (await index).close();
    this.#indexes.clear();
  }

  /**
   * The k best of a ranking, diverse and within the rules where that is asked for. Where rules leave too few, twice as
   * many are ranked, until there are k or no more.
   */
  async #chosen(
    rank: Ranker,
    { space, cosines, query }: { space: Space; cosines: boolean; query: Ranked | null },
    { k = 10, diversity = 1, rules = [], onLeftOut }: RankOptions<unknown>,
  ): Promise<readonly Neighbour[]> {
    if (diversity === 1 && rules.length === 0) return rank(k);
    const { products } = this.#parts;
    for (let depth = Math.max(5 * k, 50); ; depth *= 2) {
      const ranking = await rank(depth);
      const { accept, leftOut } = startRules(rules, query);
      const kept = maximalMarginalRelevance(weighable(ranking, cosines), this.vectors(space), {
        lambda: diversity,
        k,
        accept: (hit) => accept({ product: products[hit.row], row: hit.row }),
      });
      if (kept.length < k && ranking.length >= depth && depth < products.length) continue;
      onLeftOut?.(leftOut);
      return kept.map(({ row, original }) => ({ row, score: original }));
    }
  }

  async #similar(query: Query, options: SimilarOptions): Promise<Recommendation[]> {
    const { k = 10, by = 'hybrid', filter } = options;
    checkK(k);
    checkBy(by, similarSystems);
    checkWords(by, query, options);
    const rows = this.#allowed(filter) ?? undefined;
    const cosines = by !== 'bm25' && by !== 'fused';
    const space = cosines ? by : 'hybrid';
    let vector: Promise<Float32Array | null> | undefined;
    const byVector = async (depth: number) => {
      vector ??= this.#queries.moved(query, space, options);
      const known = await vector;
      return known ? (await this.index(space)).search(known, depth, { rows }) : [];
    };
    const byWords = (depth: number) => this.#bm25().search(query.words ?? '', depth, { rows });
    const ranked = async (depth: number) => {
      if (by !== 'fused') return by === 'bm25' ? byWords(depth) : byVector(depth);
      const each = Math.max(depth, fusionDepth);
      return reciprocalRankFusion([byWords(each), await byVector(each)]).slice(0, depth);
    };
    const others = async (depth: number) =>
      (await ranked(depth + query.own.size)).filter((hit) => !query.own.has(hit.row)).slice(0, depth);
    const about = { space, cosines, query: query.product } as const;
    return this.#results(await this.#chosen(others, about, options));
  }

  #bm25(): Bm25Index {
    this.#keywords ??= bm25Index(
      this.#parts.products.map((product) => ({ title: product.title, text: productText(product) })),
      { language: this.language },
    );
    return this.#keywords;
  }

  #allowed(filter: ProductFilter | undefined): Int32Array | null {
    if (!filter) return null;
    this.#filters ??= compileFilters(this.#parts.products);
    return this.#filters.rows(filter);
  }

  #results(ranking: readonly { row: number; score: number }[]): Recommendation[] {
    return ranking.map((hit, i) => ({
      rank: i + 1,
      product: this.#parts.products[hit.row],
      row: hit.row,
      photo: this.#parts.photos?.[hit.row] ?? null,
      score: hit.score,
    }));
  }
}

/** Hits with scores to weigh against cosines: those of keywords and fusion in shares of the best; the ranking's own beside them. */
function weighable(
  ranking: readonly Neighbour[],
  cosines: boolean,
): (Neighbour & { readonly original: number })[] {
  const best = cosines ? 1 : Math.max(...ranking.map((hit) => hit.score));
  return ranking.map(({ row, score }) => ({ row, score: score / best, original: score }));
}

/** A photo is searched by in one way only. */
function withoutBy({ by, ...options }: RankOptions<SearchBy>): RankOptions<never> {
  if (by !== undefined) throw new UserError(`by ${shown(by)} ranks for words; leave it out for a photo`);
  return options;
}

function checkBy(by: string, known: readonly string[]): void {
  if (!known.includes(by))
    throw new UserError(`by ${shown(by)} is no way to rank; choose ${known.join(', ')}`);
}
