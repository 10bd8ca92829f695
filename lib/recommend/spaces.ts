import { ArgumentError } from '../errors/index.js';
import {
  type CombinedPart,
  combine,
  type Part,
  type Present,
  type Scaler,
  standardScaler,
} from '../hybrid/index.js';
import { dot, type Matrix, matrix, normalizeRows, row } from '../vectors/index.js';
import type { Spaces } from './recommender.js';

export interface SpaceOptions {
  /** Text vectors, n × d. Rows of 0 are products without a usable text. */
  readonly text: Matrix;
  /** Image vectors, n × e. Rows of 0 are products without a photo; where all are, the part has no columns. */
  readonly image: Matrix;
  /** Weight of the text, α ≥ 0. */
  readonly alpha: number;
  /** Weight of the image, β ≥ 0. */
  readonly beta: number;
  /** Category and behaviour with their weights, γ and δ ≥ 0, taken as they come. Those of weight 0 are left out. */
  readonly further?: readonly FurtherPart[];
}

/** A part beside text and image. */
export interface FurtherPart extends Part {
  readonly name: 'category' | 'behavior';
}

export interface BuiltSpaces {
  readonly spaces: Spaces;
  readonly scalers: { readonly text: Scaler; readonly image: Scaler | null };
  /** The weights that were used, of a total of 1. */
  readonly weights: Readonly<Record<string, number>>;
  readonly parts: readonly CombinedPart[];
  /** Rows without any part: never recommended. */
  readonly empty: readonly number[];
}

/**
 * Centres text and image vectors column by column, brings each row to length 1, and joins them so that the cosine of
 * two products is α · cosine of the texts + β · cosine of the photos, + γ · cosine of the categories + δ · cosine of
 * behaviour where these have a weight. The weights of a product that lacks a part are shared out over those it has.
 *
 * Where all products have one and the same vector, it is not centred, for nothing would be left of it.
 *
 * Only centred, not scaled to one spread: that would lift the columns that carry little to the height of those that
 * carry much. On the sample catalogue, nDCG@10 of similar products by LSA texts, descriptors, both (0.7 / 0.3): centred
 * 0.678, 0.510, 0.733; standardised 0.413, 0.517, 0.570; as they come 0.677, 0.507, 0.728.
 * @throws {ArgumentError} for weights below 0, NaN, or all 0
 * @example
 * const { spaces, empty } = buildSpaces({ text: texts, image: photos, alpha: 0.7, beta: 0.3 });
 * spaces.hybrid // n × (384 + 2048), rows of length 1; empty has the rows without any part
 */
export function buildSpaces({ text, image, alpha, beta, further = [] }: SpaceOptions): BuiltSpaces {
  const hasText = presence(text);
  const hasImage = presence(image);
  const textScaler = centering(text, hasText);
  const imageScaler = hasImage.includes(1) ? centering(image, hasImage) : null;
  const scaledText = scaled(text, textScaler, hasText);
  const scaledImage = imageScaler ? scaled(image, imageScaler, hasImage) : matrix(image.rows, 0);
  const weighed = further.filter(({ weight }) => weight !== 0);
  const { vectors, parts, weights, empty } = combine([
    { name: 'text', vectors: scaledText, weight: alpha },
    { name: 'image', vectors: scaledImage, weight: beta },
    ...weighed,
  ]);
  if (empty.length === text.rows) {
    const used = parts.map((part) => part.name).join(' or ');
    throw new ArgumentError(
      `no product has a usable ${used}, and nothing else has a weight; give another part a weight above 0 (ALPHA, BETA, GAMMA, DELTA)`,
    );
  }
  const textAlone = !imageScaler && weighed.length === 0 && alpha > 0;
  return {
    spaces: {
      text: scaledText,
      image: scaledImage,
      ...Object.fromEntries(weighed.map((part) => [part.name, part.vectors])),
      hybrid: textAlone ? scaledText : vectors,
    },
    scalers: { text: textScaler, image: imageScaler },
    weights,
    parts,
    empty,
  };
}

/** Length that rounding errors leave of a vector of length 1 when its like is taken away. */
const roundingLength = 1e-5;

/** Centres by column; not where all rows are one and the same (a catalogue of one product), of which nothing would be left. */
function centering(vectors: Matrix, present: Uint8Array): Scaler {
  const scaler = standardScaler(vectors, { kind: 'center', present });
  const centred = scaler.transform(vectors, present);
  const left = (m: Matrix, i: number) => dot(row(m, i), row(m, i));
  const differ = present.some((_, i) => left(centred, i) > roundingLength ** 2 * left(vectors, i));
  return differ ? scaler : standardScaler(vectors, { kind: 'none', present });
}

/** Scales vectors with a fitted scaler and brings each row to length 1; rows of 0 stay 0. */
export function scaled(vectors: Matrix, scaler: Scaler, present: Present = presence(vectors)): Matrix {
  return normalizeRows(scaler.transform(vectors, present));
}

/** 1 for each row that holds a number other than 0. */
export function presence(m: Matrix): Uint8Array {
  const present = new Uint8Array(m.rows);
  for (let i = 0; i < m.data.length; i++) if (m.data[i] !== 0) present[Math.floor(i / m.cols)] = 1;
  return present;
}
