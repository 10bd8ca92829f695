import type { LabPicture } from '../../images/color/index.js';

const lightnessBins = 4;
const chromaBins = 6;
const chromaRange = 60;

/**
 * A histogram of colour in CIELAB, 4 × 6 × 6 bins: each pixel is shared between the 8 nearest bins by its weight.
 * Bins are narrow near grey and wide at strong colours (they divide the square roots of a and b evenly).
 */
export function colorHistogram({ lightness, a, b }: LabPicture, weights: Float32Array): Float32Array {
  const out = new Float32Array(lightnessBins * chromaBins * chromaBins);
  for (let i = 0; i < weights.length; i++) {
    const l = Math.min(1, Math.max(0, lightness[i] / 100)) * (lightnessBins - 1);
    const ca = chromaPlace(a[i]);
    const cb = chromaPlace(b[i]);
    const l0 = Math.min(Math.floor(l), lightnessBins - 2);
    const a0 = Math.min(Math.floor(ca), chromaBins - 2);
    const b0 = Math.min(Math.floor(cb), chromaBins - 2);
    for (let corner = 0; corner < 8; corner++) {
      const dl = corner & 1;
      const da = (corner >> 1) & 1;
      const db = corner >> 2;
      const share = (dl ? l - l0 : 1 - l + l0) * (da ? ca - a0 : 1 - ca + a0) * (db ? cb - b0 : 1 - cb + b0);
      out[((l0 + dl) * chromaBins + a0 + da) * chromaBins + b0 + db] += share * weights[i];
    }
  }
  return out;
}

function chromaPlace(value: number): number {
  const root = Math.sign(value) * Math.sqrt(Math.min(1, Math.abs(value) / chromaRange));
  return ((root + 1) / 2) * (chromaBins - 1);
}
