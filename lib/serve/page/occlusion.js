/* global tf */

/** A batch is as large as takes about this long, so that the page stays at hand. */
const batchMs = 50;

/**
 * Covers one square of the picture after the other with its mean colour; each cell of the map has the mean fall of the
 * model's outputs over the squares that cover it. As `occlusionMap` in lib/train/explain/occlusion.ts.
 * @yields {{ rows: number, cols: number, cells: [Float32Array, Float32Array], part: number }} the map so far, NaN where
 *   nothing is known yet; part goes from 0 to 1
 */
export async function* occlude(scorer, input, [score, probability], isStale) {
  const { height, width, predict } = scorer;
  const stride = Math.max(1, Math.round(Math.min(height, width) / 16));
  const patch = stride * 2;
  const [rows, cols] = [Math.ceil(height / stride), Math.ceil(width / stride)];
  const squares = scattered(
    starts(height, patch, stride).flatMap((y) => starts(width, patch, stride).map((x) => [y, x])),
  );
  const sums = [new Float32Array(rows * cols), new Float32Array(rows * cols)];
  const covers = new Uint32Array(rows * cols);
  const base = [score, probability];
  const mean = tf.tidy(() => input.mean([1, 2], true));
  try {
    let size = 4;
    for (let first = 0; first < squares.length; ) {
      const began = performance.now();
      const batch = squares.slice(first, first + size);
      const covered = tf.tidy(() => {
        const kept = new Float32Array(batch.length * height * width).fill(1);
        batch.forEach(([y, x], i) => {
          for (let row = y; row < Math.min(height, y + patch); row++) {
            const from = (i * height + row) * width;
            kept.fill(0, from + x, from + Math.min(width, x + patch));
          }
        });
        const mask = tf.tensor4d(kept, [batch.length, height, width, 1]);
        return input.sub(mean).mul(mask).add(mean);
      });
      const outputs = await predict(covered);
      const columns = outputs.length / batch.length;
      covered.dispose();
      batch.forEach(([y, x], i) => {
        for (let r = y / stride; r < Math.min(rows, (y + patch) / stride); r++) {
          for (let c = x / stride; c < Math.min(cols, (x + patch) / stride); c++) {
            covers[r * cols + c]++;
            for (const o of [0, 1]) sums[o][r * cols + c] += base[o] - outputs[i * columns + o];
          }
        }
      });
      first += batch.length;
      const took = performance.now() - began;
      if (took < batchMs / 2) size = Math.min(64, size * 2);
      else if (took > batchMs * 2) size = Math.max(1, size >> 1);
      // Clicks, keys and a newer picture come in between.
      await new Promise((done) => setTimeout(done));
      if (isStale()) return;
      const cells = sums.map((sum) => sum.map((value, i) => value / covers[i]));
      yield { rows, cols, cells, part: first / squares.length };
    }
  } finally {
    mean.dispose();
  }
}

function starts(length, patch, stride) {
  const count = 1 + Math.ceil(Math.max(0, length - patch) / stride);
  return Array.from({ length: count }, (_, i) => i * stride);
}

/** The same squares in an order that reaches all parts of the picture early: steps of the golden ratio. */
function scattered(squares) {
  const places = squares.map((square, i) => ({ square, key: (i * 0.618033988749895) % 1 }));
  return places.sort((a, b) => a.key - b.key).map(({ square }) => square);
}
