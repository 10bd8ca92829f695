import { ArgumentError, shown } from '../errors/index.js';
import { assertFinite, dot, type Matrix, matrix, row } from '../vectors/index.js';
import { type Present, presentRows } from './scaler.js';

/** One kind of vector of every product: text, image, category, behaviour … */
export interface Part {
  /** For messages and config.json; each part has its own. */
  readonly name: string;
  /** Row i belongs to product i. Need not be of unit length: every row is scaled to it. */
  readonly vectors: Matrix;
  /** At least 0. α of the text, β of the image; only the ratios matter. */
  readonly weight: number;
  /** Which products have this part. A row of length 0 counts as missing too. */
  readonly present?: Present;
}

/** Where a part stands in the combined vectors, and which products lack it. */
export interface CombinedPart {
  readonly name: string;
  /** Share in the cosine, of a total of 1. */
  readonly weight: number;
  /** Columns [offset, offset + cols) of the combined matrix. */
  readonly offset: number;
  readonly cols: number;
  /** Rows without this part. */
  readonly missing: readonly number[];
}

export interface Combined {
  /** Row i belongs to product i and has length 1, except the rows of `empty`, which are 0. */
  readonly vectors: Matrix;
  /** The parts with a weight above 0, in the order given. */
  readonly parts: readonly CombinedPart[];
  /** The weights that were used, scaled to a total of 1, by name; 0 for parts that were left out. */
  readonly weights: Readonly<Record<string, number>>;
  /** Rows that have no part at all. They belong in no index: leave them out, and say so. */
  readonly empty: readonly number[];
}

/**
 * Joins several vectors of each product into one, so that the cosine of two products is the weighted average of the
 * cosines of their parts, exactly: [√α·t, √β·v] with unit t and v has cosine α·cos(t, t′) + β·cos(v, v′). The parts
 * need not have equal sizes. A part of weight 0 takes no columns: with β = 0 the result is the unit text vectors.
 *
 * **Missing parts.** A product without a photo is [t, 0]: its weights are renormalised over the parts that it has. Two
 * such products have cosine cos(t, t′), as text alone gives. One with and one without have √α·cos(t, t′): between the
 * α·cos(t, t′) of counting the photos' similarity as 0 and the cos(t, t′) of leaving photos out. So the products with
 * photos come in the order of their texts for a photoless one, and other photoless products rank higher beside them.
 * Averaging each pair over the parts that both have would be even-handed, but no vectors have such cosines: take one
 * text three times, with photo v, with photo −v, and without. The last would have cosine 1 to both others, so all
 * three would be one vector; yet the first two have cosine α − β.
 *
 * @throws {ArgumentError} on a weight below 0, NaN or infinite, all weights 0, parts of different row counts, two
 *   parts of one name, or a number that is not finite
 * @example
 * const { vectors, empty } = combine([
 *   { name: 'text', vectors: texts, weight: 0.7 },
 *   { name: 'image', vectors: images, weight: 0.3, present: hasPhoto },
 * ]);
 */
export function combine(parts: readonly Part[]): Combined {
  const total = checkedTotal(parts);
  const rows = parts[0].vectors.rows;
  const used = parts.filter((part) => part.weight > 0);
  const cols = used.reduce((sum, part) => sum + part.vectors.cols, 0);
  const out = matrix(rows, cols);
  const weightOfRow = new Float64Array(rows);
  let offset = 0;
  const combinedParts = used.map(({ name, vectors, weight, present }) => {
    const share = weight / total;
    const has = new Uint8Array(rows);
    for (const i of presentRows(rows, present, `part ${shown(name)}`)) {
      if (placeUnit(out, i, offset, row(vectors, i), Math.sqrt(share))) {
        has[i] = 1;
        weightOfRow[i] += share;
      }
    }
    const part = { name, weight: share, offset, cols: vectors.cols, missing: zeros(has) };
    offset += vectors.cols;
    return part;
  });
  if (combinedParts.some((part) => part.missing.length > 0)) renormalize(out, combinedParts, weightOfRow);
  return {
    vectors: out,
    parts: combinedParts,
    weights: Object.fromEntries(parts.map((part) => [part.name, part.weight / total])),
    empty: zeros(weightOfRow),
  };
}

/** Writes vector · factor / |vector| into row i from column `offset`; false, writing nothing, when |vector| is 0. */
function placeUnit(out: Matrix, i: number, offset: number, vector: Float32Array, factor: number): boolean {
  const length = Math.sqrt(dot(vector, vector));
  if (length === 0) return false;
  const start = i * out.cols + offset;
  for (let j = 0; j < vector.length; j++) out.data[start + j] = (vector[j] / length) * factor;
  return true;
}

/** Divides the rows that lack a part by √(weight they have), which makes them unit vectors again. */
function renormalize(out: Matrix, parts: readonly CombinedPart[], weightOfRow: Float64Array): void {
  for (const i of new Set(parts.flatMap((part) => part.missing))) {
    if (weightOfRow[i] === 0) continue;
    const length = Math.sqrt(weightOfRow[i]);
    const vector = row(out, i);
    for (let j = 0; j < vector.length; j++) vector[j] /= length;
  }
}

function zeros(flags: ArrayLike<number>): number[] {
  const out: number[] = [];
  for (let i = 0; i < flags.length; i++) if (flags[i] === 0) out.push(i);
  return out;
}

/** The sum of the weights of parts that can be combined. */
function checkedTotal(parts: readonly Part[]): number {
  const names = new Set<string>();
  for (const { name, weight, vectors } of parts) {
    if (!Number.isFinite(weight) || weight < 0) {
      throw new ArgumentError(
        `the weight of part ${shown(name)} is ${shown(weight)}; weights are numbers from 0 up, as in ALPHA=0.7 BETA=0.3`,
      );
    }
    if (names.has(name))
      throw new ArgumentError(`two parts are named ${shown(name)}; give each its own name`);
    names.add(name);
    if (vectors.rows !== parts[0].vectors.rows) {
      throw new ArgumentError(
        `part ${shown(name)} has ${vectors.rows} rows, part ${shown(parts[0].name)} has ${parts[0].vectors.rows}; row i of each belongs to product i`,
      );
    }
    if (weight > 0) assertFinite(vectors, `part ${shown(name)}`);
  }
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  if (!Number.isFinite(total)) {
    throw new ArgumentError(
      `the weights add up to ${total}; only their ratio counts, as in ALPHA=0.7 BETA=0.3`,
    );
  }
  if (total === 0) {
    const given = parts.map((part) => `${part.name}=${part.weight}`).join(', ') || 'no parts';
    throw new ArgumentError(
      `nothing to combine: every weight is 0 (${given}); set one above 0, as in ALPHA=0.7 BETA=0.3`,
    );
  }
  return total;
}
