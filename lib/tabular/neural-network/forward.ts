/** A dense layer: y = x·kernel + bias, with a ReLU behind all but the last. */
export interface NetworkLayer {
  /** [inputs, units], row-major. */
  readonly kernel: ArrayLike<number> & Iterable<number>;
  /** [units]. */
  readonly bias: ArrayLike<number> & Iterable<number>;
}

/** The output of the last layer, of one unit, for each row of standardised columns. */
export function forward(layers: readonly NetworkLayer[], columns: readonly Float64Array[]): Float64Array {
  const rows = columns[0].length;
  const out = new Float64Array(rows);
  const inputs = new Float64Array(columns.length);
  const activations = layers.map(({ bias }) => new Float64Array(bias.length));
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns.length; j++) inputs[j] = columns[j][i];
    let x = inputs;
    for (let l = 0; l < layers.length; l++) {
      const y = activations[l];
      if (l > 0) relu(x);
      dense(layers[l], x, y);
      x = y;
    }
    out[i] = x[0];
  }
  return out;
}

function dense({ kernel, bias }: NetworkLayer, x: Float64Array, y: Float64Array): void {
  const units = y.length;
  for (let u = 0; u < units; u++) y[u] = bias[u];
  for (let j = 0, at = 0; j < x.length; j++, at += units) {
    const value = x[j];
    if (value === 0) continue;
    for (let u = 0; u < units; u++) y[u] += value * kernel[at + u];
  }
}

function relu(x: Float64Array): void {
  for (let j = 0; j < x.length; j++) if (x[j] < 0) x[j] = 0;
}
