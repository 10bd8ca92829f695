import { leafCategory, type Product, productText } from '../catalog/index.js';
import { ArgumentError, shown } from '../errors/index.js';
import type { CombinedPart } from '../hybrid/index.js';
import type { DominantColor } from '../images/color/index.js';
import { dominantColors } from '../images/index.js';
import { type SharedWord, wordStatistics } from '../search/index.js';
import { dot, row } from '../vectors/index.js';
import type { Recommender, Space } from './recommender.js';
import { sentenceOf } from './why-sentence.js';

/** What one part adds to the similarity of two products. */
export interface WhyPart {
  /** 'text', 'image' … */
  readonly name: string;
  /** The weight that the part has for these two: α of the text, β of the image …, more where other parts are missing; 0 where either lacks this one. */
  readonly weight: number;
  /** Cosine of the two in this part alone; null where either lacks it. */
  readonly cosine: number | null;
  /** weight · cosine. */
  readonly contribution: number;
}

/** A property that two products have in common. */
export interface SharedAttribute {
  readonly name: 'category' | 'brand' | 'color' | 'material';
  /** As the first product writes it; of categories the deepest that both are in. */
  readonly value: string;
}

/** A colour that both photos show. */
export interface SharedColor {
  readonly name: string;
  /** The colour in the photo of the first product and of the second. */
  readonly hex: readonly [string, string];
  /** The smaller of its shares of the two products, in (0, 1]. */
  readonly share: number;
}

/** Why two products are alike. */
export interface Why {
  readonly a: Product;
  readonly b: Product;
  /** The sum of the contributions: the cosine of the hybrid vectors, which ranks `recommend`. */
  readonly score: number;
  /** Largest contribution first. */
  readonly parts: readonly WhyPart[];
  /** Rarest first. */
  readonly words: readonly SharedWord[];
  readonly attributes: readonly SharedAttribute[];
  /** Largest share first; empty where a photo is missing or cannot be read. */
  readonly colors: readonly SharedColor[];
  /** All of it in a line. */
  readonly sentence: string;
}

/** Where a part stands in the hybrid vectors; `combine` and `buildSpaces` give it. */
export type PartPlace = Pick<CombinedPart, 'name' | 'offset' | 'cols'>;

type Shop = Pick<Recommender, 'products' | 'spaces' | 'photos' | 'rowOf'> &
  Partial<Pick<Recommender, 'language'>>;

/** Colours below this share of the product are passed over. */
const leastShare = 0.08;

/** Colours of two photos within this ΔE (1976) are one. */
const sameColor = 15;

/** Photos whose colours are remembered. */
const remembered = 1000;

/**
 * Explains similarities of one catalogue: which part adds how much, and which words, properties and colours are shared.
 * Contributions are exact: they sum to the score that `recommend` ranks by, but for rounding.
 * @param parts where each part stands in the hybrid vectors: `buildSpaces(…).parts`, or `savedParts(shop)`
 * @returns a function of two product ids; it throws a `UserError` for one that the catalogue lacks
 * @throws {ArgumentError} when the parts do not fill the hybrid vectors
 * @example
 * const why = explainer(shop, built.parts);
 * console.log((await why(query.id, results[0].product.id)).sentence);
 */
export function explainer(
  shop: Shop,
  parts: readonly PartPlace[],
): (a: string, b: string, options?: { readonly words?: number }) => Promise<Why> {
  const { hybrid } = shop.spaces;
  const covered = parts.reduce((sum, { cols }) => sum + cols, 0);
  if (
    covered !== hybrid.cols ||
    parts.some(({ offset, cols }) => offset < 0 || offset + cols > hybrid.cols)
  ) {
    const given = parts.map(({ name, cols }) => `${name} ${cols}`).join(', ') || 'none';
    throw new ArgumentError(
      `the parts (${given}) have ${covered} columns, the hybrid vectors ${hybrid.cols}; give the parts that combine or buildSpaces returned`,
    );
  }
  const texts = shop.products.map(productText);
  const words = wordStatistics(texts, shop.language);
  const colors = new Map<string, Promise<DominantColor[]>>();
  const colorsOf = (photo: string | null) => {
    if (photo === null) return [];
    if (!colors.has(photo)) {
      if (colors.size >= remembered) colors.clear();
      colors.set(
        photo,
        dominantColors(photo).catch(() => []),
      );
    }
    return colors.get(photo)!;
  };
  return async (a, b, { words: most = 8 } = {}) => {
    const [i, j] = [shop.rowOf(a), shop.rowOf(b)];
    const contributions = parts
      .map((part) => contribution(part, row(hybrid, i), row(hybrid, j)))
      .sort((x, y) => y.contribution - x.contribution);
    const found = {
      a: shop.products[i],
      b: shop.products[j],
      score: contributions.reduce((sum, part) => sum + part.contribution, 0),
      parts: contributions,
      words: words.shared(texts[i], texts[j]).slice(0, most),
      attributes: sharedAttributes(shop.products[i], shop.products[j]),
      colors: sharedColors(await colorsOf(shop.photos[i]), await colorsOf(shop.photos[j])),
    };
    return { ...found, sentence: sentenceOf(found) };
  };
}

/**
 * Where text, image, category and behaviour stand in the hybrid vectors of a recommender, by the weights that its run
 * recorded.
 * @throws {ArgumentError} for a part whose vectors the recommender does not have; only `combine` knows its place
 * @example
 * const explain = explainer(shop, savedParts(shop));
 * (await explain('p1', 'p2')).sentence // why the two are alike
 */
export function savedParts({
  spaces,
  config,
}: Pick<Recommender, 'spaces'> & {
  readonly config: { readonly weights: Readonly<Record<string, number>> };
}): PartPlace[] {
  const places: PartPlace[] = [];
  let offset = 0;
  for (const [name, weight] of Object.entries(config.weights)) {
    if (weight === 0) continue;
    const vectors = name === 'hybrid' ? undefined : spaces[name as Space];
    if (!vectors) {
      throw new ArgumentError(
        `the run has a part ${shown(name)}, whose vectors are not there; build the parts again with combine to explain it`,
      );
    }
    const { cols } = vectors;
    places.push({ name, offset, cols });
    offset += cols;
  }
  return places;
}

function contribution({ name, offset, cols }: PartPlace, a: Float32Array, b: Float32Array): WhyPart {
  const [x, y] = [a.subarray(offset, offset + cols), b.subarray(offset, offset + cols)];
  const weight = Math.sqrt(dot(x, x) * dot(y, y));
  const sum = dot(x, y);
  return { name, weight, cosine: weight === 0 ? null : sum / weight, contribution: sum };
}

function sharedAttributes(a: Product, b: Product): SharedAttribute[] {
  const key = (value: string) => value.normalize('NFC').trim().toLowerCase();
  const same = (x: string, y: string) => key(x) !== '' && key(x) === key(y);
  const differs = a.categories.findIndex((level, depth) => !same(level, b.categories[depth] ?? ''));
  const category = differs < 0 ? leafCategory(a) : (a.categories[differs - 1] ?? '');
  return [
    ...(category === '' ? [] : [{ name: 'category', value: category } as const]),
    ...(['brand', 'color', 'material'] as const).flatMap((name) =>
      same(a[name], b[name]) ? [{ name, value: a[name] }] : [],
    ),
  ];
}

function sharedColors(a: readonly DominantColor[], b: readonly DominantColor[]): SharedColor[] {
  const pairs = a
    .flatMap((x) => b.map((y) => ({ x, y, distance: Math.hypot(...x.lab.map((v, c) => v - y.lab[c])) })))
    .filter(({ x, y, distance }) => distance < sameColor && Math.min(x.share, y.share) >= leastShare)
    .sort((p, q) => p.distance - q.distance);
  const used = new Set<DominantColor>();
  const shared: SharedColor[] = [];
  for (const { x, y } of pairs) {
    if (used.has(x) || used.has(y)) continue;
    used.add(x).add(y);
    shared.push({ name: x.name, hex: [x.hex, y.hex], share: Math.min(x.share, y.share) });
  }
  return shared.sort((p, q) => q.share - p.share);
}
