import { foregroundOf, labOf } from '../../images/color/index.js';
import { normalize } from '../../vectors/index.js';
import { colorHistogram } from './color.js';
import { normalizedCells, orientationHistograms } from './gradients.js';

/** Pictures are described at this width and height, in pixels. */
export const pictureSize = 64;

const cells = 8;
const bins = 9;

/** Each block's part of the squared length, which is its part of the similarity between two photos. */
const shares = { fine: 0.42, coarse: 0.48, shape: 0.05, color: 0.05 };

export const descriptorDim = 2 * cells * cells * bins + 16 * 16 + 4 * 6 * 6;

/** The descriptor of a picture (sRGB bytes, 64 × 64 × 3), of length 1. */
export function describe(rgb: Uint8Array): Float32Array {
  const picture = labOf(rgb, pictureSize);
  const foreground = foregroundOf(picture);
  const half = pictureSize / 2;
  const fine = orientations(picture.lightness, foreground, pictureSize);
  const coarse = orientations(shrunk(picture.lightness, 2), shrunk(foreground, 2), half);
  const shape = centered(shrunk(foreground, 4));
  const color = colorHistogram(picture, foreground).map(Math.sqrt);
  return joined([
    [fine, shares.fine],
    [coarse, shares.coarse],
    [shape, shares.shape],
    [color, shares.color],
  ]);
}

function orientations(lightness: Float32Array, weights: Float32Array, size: number): Float32Array {
  return normalizedCells(orientationHistograms(lightness, size, weights, cells, bins), cells, bins);
}

function joined(blocks: readonly (readonly [Float32Array, number])[]): Float32Array {
  const out = new Float32Array(descriptorDim);
  let at = 0;
  for (const [block, share] of blocks) {
    normalize(block);
    for (let i = 0; i < block.length; i++) out[at + i] = block[i] * Math.sqrt(share);
    at += block.length;
  }
  normalize(out);
  return out;
}

/** Means of factor × factor squares. */
function shrunk(channel: Float32Array, factor: number): Float32Array {
  const size = Math.sqrt(channel.length);
  const smaller = size / factor;
  const out = new Float32Array(smaller * smaller);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      out[Math.floor(y / factor) * smaller + Math.floor(x / factor)] +=
        channel[y * size + x] / (factor * factor);
    }
  }
  return out;
}

function centered(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.map((x) => x - mean);
}
