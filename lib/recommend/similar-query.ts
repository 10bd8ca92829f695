import { type Product, productText } from '../catalog/index.js';
import { categoryVectors } from '../encode/index.js';
import { ArgumentError, shown, UserError } from '../errors/index.js';
import { combine } from '../hybrid/index.js';
import type { Picture } from '../images/index.js';
import { matrix, row } from '../vectors/index.js';
import { type NewProduct, parseNewProduct } from './new-product.js';
import type { Recommender, RecommenderParts, SimilarBy, SimilarOptions, Space } from './recommender.js';
import { rocchio, shifted } from './rocchio.js';
import type { Ranked } from './rules.js';

/** Products of the catalogue that are to the taste, and such as are not. */
export interface Examples {
  /** Ids, at least one. */
  readonly like: readonly string[];
  /** Ids. Default none. */
  readonly dislike?: readonly string[];
}

/** What similar products are asked for. */
export interface Query {
  /** Its vector in a space, null where it has none there. */
  readonly vector: (space: Space) => Promise<Float32Array | null>;
  /** Its keywords, null where it has none. */
  readonly words: string | null;
  /** Rows that are no answer. */
  readonly own: ReadonlySet<number>;
  /** The one product that it is, for rules. */
  readonly product: Ranked | null;
}

/** What similar products can be asked for, as vectors of each space. */
export class SimilarQueries {
  readonly #shop: Pick<Recommender, 'products' | 'vectors' | 'rowOf'>;
  readonly #parts: Pick<RecommenderParts, 'encodeQuery' | 'encodePhoto' | 'weights'>;
  #categories: ReturnType<typeof categoryVectors> | null = null;

  constructor(
    shop: Pick<Recommender, 'products' | 'vectors' | 'rowOf'>,
    parts: Pick<RecommenderParts, 'encodeQuery' | 'encodePhoto' | 'weights'>,
  ) {
    this.#shop = shop;
    this.#parts = parts;
  }

  ofProduct(id: string): Query {
    const own = this.#shop.rowOf(id);
    const product = this.#shop.products[own];
    return {
      vector: async (space) => row(this.#shop.vectors(space), own),
      words: product.title,
      own: new Set([own]),
      product: { product, row: own },
    };
  }

  ofExamples({ like, dislike = [] }: Examples): Query {
    const [liked, disliked] = [like, dislike].map((ids) => this.#rowsOf(ids));
    if (liked.length === 0) throw new ArgumentError('like is empty; give the id of a product that is liked');
    const both = like.find((id) => dislike.includes(id));
    if (both !== undefined) throw new ArgumentError(`product ${shown(both)} is both liked and disliked`);
    const vectorsOf = (space: Space, rows: readonly number[]) =>
      rows.map((i) => row(this.#shop.vectors(space), i)).filter((vector) => vector.some((x) => x !== 0));
    return {
      vector: async (space) => {
        const likes = vectorsOf(space, liked);
        return likes.length === 0 ? null : rocchio(likes, vectorsOf(space, disliked));
      },
      words: null,
      own: new Set([...liked, ...disliked]),
      product: null,
    };
  }

  #rowsOf(ids: readonly string[]): number[] {
    if (!Array.isArray(ids)) throw new ArgumentError(`like and dislike are lists of ids, not ${shown(ids)}`);
    return [...new Set(ids)].map((id) => this.#shop.rowOf(id));
  }

  /** A product that is not in the catalogue. */
  ofNew(given: NewProduct): Query & { readonly photoAlone: boolean } {
    const { product, photo } = parseNewProduct(given);
    return {
      vector: (space: Space) => this.#newVector(space, product, photo),
      words: product.title || null,
      own: new Set(),
      product: { product, row: -1 },
      photoAlone: productText(product) === '',
    };
  }

  async #newVector(space: Space, product: Product, photo: Picture | undefined): Promise<Float32Array | null> {
    const { encodeQuery, encodePhoto } = this.#parts;
    this.#shop.vectors(space);
    switch (space) {
      case 'text': {
        const text = productText(product);
        return text === '' ? null : encodeQuery(text);
      }
      case 'image':
        if (photo === undefined) throw new UserError('by "image" needs a photo; give one, or rank by hybrid');
        if (!encodePhoto) throw new ArgumentError('this recommender encodes no photos; pass it encodePhoto');
        return encodePhoto(photo);
      case 'category':
        this.#categories ??= categoryVectors(this.#shop.products);
        return this.#categories.vectorOf(product);
      case 'behavior':
        throw new UserError('nobody has touched a new product; rank by hybrid or another part');
      case 'hybrid': {
        if (photo !== undefined && !this.#weights.image) {
          throw new UserError(
            'the hybrid vectors of this run have no part for photos (BETA 0); leave the photo out, or rank by image',
          );
        }
        return this.#joined({
          text: await this.#newVector('text', product, photo),
          image: photo === undefined ? null : await this.#newVector('image', product, photo),
          category: this.#weights.category ? await this.#newVector('category', product, photo) : null,
        });
      }
    }
  }

  get #weights(): Readonly<Record<string, number>> {
    const { weights } = this.#parts;
    if (!weights) throw new ArgumentError('the weights of the hybrid vectors are not known; pass weights');
    return weights;
  }

  /** A hybrid vector of the parts that are there; null where none is. */
  #joined(parts: Partial<Record<string, Float32Array | null>>): Float32Array | null {
    const { vectors, empty } = combine(
      Object.entries(this.#weights).map(([name, weight]) => {
        const { cols } = this.#shop.vectors(name as Space);
        return { name, weight, vectors: matrix(1, cols, parts[name] ?? undefined) };
      }),
    );
    return empty.length > 0 ? null : row(vectors, 0);
  }

  /** A query's vector in a space, moved by words; null where it has none there. */
  async moved(query: Query, space: Space, { more, less }: SimilarOptions): Promise<Float32Array | null> {
    const vector = await query.vector(space);
    if (!vector?.some((x) => x !== 0)) return null;
    if (more === undefined && less === undefined) return vector;
    return shifted(vector, await this.#wordVector(more, space), await this.#wordVector(less, space));
  }

  async #wordVector(words: string | undefined, space: Space): Promise<Float32Array | null> {
    if (words === undefined) return null;
    const text = words.trim() === '' ? null : await this.#parts.encodeQuery(words);
    if (!text) throw new UserError(`the catalogue knows no word of ${shown(words)}; use another`);
    const vector = space === 'text' ? text : this.#joined({ text });
    if (!vector) throw new UserError('the hybrid vectors of this run have no part for words (ALPHA 0)');
    return vector;
  }
}

/** Whether a way to rank has the words that it needs, and none that it cannot use. */
export function checkWords(by: SimilarBy, { words }: Query, { more, less }: SimilarOptions): void {
  if ((by === 'bm25' || by === 'fused') && words === null) {
    throw new UserError(`by ${shown(by)} ranks by keywords, and there is no title; rank by hybrid or a part`);
  }
  if ((more !== undefined || less !== undefined) && by !== 'hybrid' && by !== 'text') {
    throw new UserError(`more and less are words, which do not rank by ${by}; rank by hybrid or text`);
  }
}
