/**
 * A histogram of gradient orientations (0–180°, `bins`) in each of cells × cells squares of a square picture. A pixel's
 * gradient is shared between the nearest two bins and four cells by its strength and weight.
 */
export function orientationHistograms(
  channel: Float32Array,
  size: number,
  weights: Float32Array,
  cells: number,
  bins: number,
): Float32Array {
  const out = new Float32Array(cells * cells * bins);
  const cellSize = size / cells;
  for (let y = 1; y < size - 1; y++) {
    const cy = (y + 0.5) / cellSize - 0.5;
    const y0 = Math.floor(cy);
    const fy = cy - y0;
    for (let x = 1; x < size - 1; x++) {
      const i = y * size + x;
      const gx = channel[i + 1] - channel[i - 1];
      const gy = channel[i + size] - channel[i - size];
      const strength = Math.sqrt(gx * gx + gy * gy) * weights[i];
      if (strength === 0) continue;
      let angle = Math.atan2(gy, gx) / Math.PI;
      if (angle < 0) angle += 1;
      const place = (angle * bins) % bins;
      const bin = place | 0;
      const next = (bin + 1) % bins;
      const upper = strength * (place - bin);
      const lower = strength - upper;
      const cx = (x + 0.5) / cellSize - 0.5;
      const x0 = Math.floor(cx);
      const fx = cx - x0;
      for (let corner = 0; corner < 4; corner++) {
        const column = x0 + (corner & 1);
        const line = y0 + (corner >> 1);
        if (column < 0 || line < 0 || column >= cells || line >= cells) continue;
        const share = (corner & 1 ? fx : 1 - fx) * (corner >> 1 ? fy : 1 - fy);
        const at = (line * cells + column) * bins;
        out[at + bin] += lower * share;
        out[at + next] += upper * share;
      }
    }
  }
  return out;
}

/**
 * Normalises each cell by the energy of the 2 × 2 blocks that hold it, clipped at 0.2 ("L2-Hys" of Dalal and Triggs),
 * and averages what a cell has in its blocks (as Felzenszwalb et al. 2010 do): cells² · bins numbers, a quarter of the
 * blocks laid out one after the other, and no less telling.
 */
export function normalizedCells(histograms: Float32Array, cells: number, bins: number): Float32Array {
  const out = new Float32Array(histograms.length);
  const block = new Float32Array(4 * bins);
  for (let y = 0; y + 1 < cells; y++) {
    for (let x = 0; x + 1 < cells; x++) {
      const starts = [0, 1, cells, cells + 1].map((step) => (y * cells + x + step) * bins);
      starts.forEach((start, corner) => {
        block.set(histograms.subarray(start, start + bins), corner * bins);
      });
      scaleBlock(block, faintest);
      for (let i = 0; i < block.length; i++) block[i] = Math.min(0.2, block[i]);
      scaleBlock(block, 0.01);
      starts.forEach((start, corner) => {
        for (let i = 0; i < bins; i++) out[start + i] += block[corner * bins + i];
      });
    }
  }
  const blocksAt = (i: number) => (i === 0 || i === cells - 1 ? 1 : 2);
  for (let i = 0; i < out.length; i++) {
    const cell = Math.floor(i / bins);
    out[i] /= blocksAt(cell % cells) * blocksAt(Math.floor(cell / cells));
  }
  return out;
}

/** Gradient energy, in units of lightness, below which a block counts as plain. */
const faintest = 10;

function scaleBlock(block: Float32Array, floor: number): void {
  let square = floor * floor;
  for (let i = 0; i < block.length; i++) square += block[i] * block[i];
  const scale = 1 / Math.sqrt(square);
  for (let i = 0; i < block.length; i++) block[i] *= scale;
}
