/** A matrix of mostly zeros by compressed rows (CSR): row i holds `values[j]` in column `columns[j]`, offsets[i] ≤ j < offsets[i+1]. */
export interface SparseMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly offsets: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** A CSR matrix from rows of [column, value] pairs. */
export function sparseMatrix(
  rows: readonly (readonly (readonly [number, number])[])[],
  cols: number,
): SparseMatrix {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((entries, i) => {
    offsets[i + 1] = offsets[i] + entries.length;
  });
  const columns = new Uint32Array(offsets[rows.length]);
  const values = new Float32Array(offsets[rows.length]);
  rows.forEach((entries, i) => {
    entries.forEach(([column, value], j) => {
      columns[offsets[i] + j] = column;
      values[offsets[i] + j] = value;
    });
  });
  return { rows: rows.length, cols, offsets, columns, values };
}

/** A·X for a row-major `a.cols` × `width` X; the result is row-major `a.rows` × `width`. */
export function sparseTimes(a: SparseMatrix, x: Float64Array, width: number): Float64Array {
  const y = new Float64Array(a.rows * width);
  for (let i = 0; i < a.rows; i++) {
    for (let j = a.offsets[i]; j < a.offsets[i + 1]; j++) {
      addScaled(y, i * width, x, a.columns[j] * width, a.values[j], width);
    }
  }
  return y;
}

/** Aᵀ·X for a row-major `a.rows` × `width` X; the result is row-major `a.cols` × `width`. */
export function sparseTransposedTimes(a: SparseMatrix, x: Float64Array, width: number): Float64Array {
  const y = new Float64Array(a.cols * width);
  for (let i = 0; i < a.rows; i++) {
    for (let j = a.offsets[i]; j < a.offsets[i + 1]; j++) {
      addScaled(y, a.columns[j] * width, x, i * width, a.values[j], width);
    }
  }
  return y;
}

function addScaled(
  y: Float64Array,
  yStart: number,
  x: Float64Array,
  xStart: number,
  scale: number,
  width: number,
) {
  for (let c = 0; c < width; c++) y[yStart + c] += scale * x[xStart + c];
}
