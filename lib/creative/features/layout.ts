import type { LabChannels } from '../../images/color/index.js';
import { type Canvas, sobel } from './canvas.js';

/** A lightness change of at least so many CIELAB units a pixel counts as an edge. */
const edgeAbove = 6;
/** Cells along the longer side in which white space is looked for. */
const cells = 32;
/** Share of edge pixels below which a cell is empty. */
const emptyBelow = 0.02;

/** The layout and complexity features; what each means is in `creativeFeatureList`. */
export function layoutFeatures(canvas: Canvas) {
  const small = halved(canvas);
  const { width, height } = small;
  const saliency = salient(small);
  const { edges } = canvas;
  let count = 0;
  for (const edge of edges) if (edge >= edgeAbove) count++;
  return {
    balance: balance(saliency, width, height),
    symmetry: symmetry(small),
    rule_of_thirds: thirds(saliency, width, height),
    focal_strength: concentration(saliency, 0.1),
    white_space: whiteSpace(canvas),
    alignment: alignment(canvas),
    edge_density: count / edges.length,
    region_count: regionCount(canvas),
    compressed_bits: canvas.compressedBits,
  };
}

interface Picture extends LabChannels {
  readonly width: number;
  readonly height: number;
}

/** Means of 2 × 2 pixels. */
function halved({ width, height, ...planes }: Canvas): Picture {
  const [w, h] = [width >> 1, height >> 1];
  const half = (plane: Float32Array) => {
    const out = new Float32Array(w * h);
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        const i = 2 * y * width + 2 * x;
        out[y * w + x] = (plane[i] + plane[i + 1] + plane[i + width] + plane[i + width + 1]) / 4;
      }
    }
    return out;
  };
  return { width: w, height: h, lightness: half(planes.lightness), a: half(planes.a), b: half(planes.b) };
}

/**
 * How much each pixel stands out: its distance in CIELAB from the mean colour.
 * Source: Achanta, Hemami, Estrada & Süsstrunk, "Frequency-tuned salient region detection" (2009).
 */
function salient({ lightness, a, b }: Picture): Float32Array {
  const mean = (plane: Float32Array) => plane.reduce((sum, v) => sum + v, 0) / plane.length;
  const [l, m, n] = [mean(lightness), mean(a), mean(b)];
  return lightness.map((v, i) => Math.sqrt((v - l) ** 2 + (a[i] - m) ** 2 + (b[i] - n) ** 2));
}

/** 1 where the centre of what stands out is the centre of the picture, 0 where it lies on the rim. After Ngo, Teo & Byrne (2003). */
function balance(saliency: Float32Array, width: number, height: number): number {
  let [sum, x, y] = [0, 0, 0];
  for (let i = 0; i < saliency.length; i++) {
    sum += saliency[i];
    x += saliency[i] * (i % width);
    y += saliency[i] * Math.floor(i / width);
  }
  if (sum === 0) return 1;
  const dx = Math.abs((2 * x) / sum / (width - 1) - 1);
  const dy = Math.abs((2 * y) / sum / (height - 1) - 1);
  return 1 - Math.min(1, Math.hypot(dx, dy));
}

/** Correlation of the lightness with that of the mirror image, left and right exchanged; 1 for an even picture. */
function symmetry({ width, height, lightness }: Picture): number {
  const mean = lightness.reduce((sum, v) => sum + v, 0) / lightness.length;
  let [both, own] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const v = lightness[y * width + x] - mean;
      both += v * (lightness[y * width + width - 1 - x] - mean);
      own += v * v;
    }
  }
  return own < 1e-6 * lightness.length ? 1 : both / own;
}

/** How much of what stands out lies near the four points where the lines of thirds cross, beside an even spread: 1 is even. */
function thirds(saliency: Float32Array, width: number, height: number): number {
  const near = (place: number) => Math.min(Math.abs(place - 1 / 3), Math.abs(place - 2 / 3));
  const weights = (n: number) =>
    Float64Array.from({ length: n }, (_, i) => Math.exp(-((near((i + 0.5) / n) / 0.1) ** 2) / 2));
  const [columns, rows] = [weights(width), weights(height)];
  let [sum, weighted, even] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const weight = columns[x] * rows[y];
      sum += saliency[y * width + x];
      weighted += saliency[y * width + x] * weight;
      even += weight;
    }
  }
  return sum === 0 ? 1 : weighted / sum / (even / saliency.length);
}

/** The share of all that stands out that lies in the `part` of the pixels that stand out most. */
function concentration(saliency: Float32Array, part: number): number {
  const sorted = saliency.slice().sort();
  const total = sorted.reduce((sum, v) => sum + v, 0);
  if (total === 0) return part;
  return sorted.subarray(Math.floor(sorted.length * (1 - part))).reduce((sum, v) => sum + v, 0) / total;
}

function whiteSpace({ width, height, edges }: Canvas): number {
  const size = Math.max(1, Math.round(Math.max(width, height) / cells));
  let [empty, all] = [0, 0];
  for (let y0 = 0; y0 < height; y0 += size) {
    for (let x0 = 0; x0 < width; x0 += size) {
      let [count, n] = [0, 0];
      for (let y = y0; y < Math.min(height, y0 + size); y++) {
        for (let x = x0; x < Math.min(width, x0 + size); x++) {
          if (edges[y * width + x] >= edgeAbove) count++;
          n++;
        }
      }
      all += n;
      if (count < emptyBelow * n) empty += n;
    }
  }
  return empty / all;
}

/** Gini coefficient of the edges' sums over columns and rows, the mean of both: elements that share edges pile them up in few places. */
function alignment({ width, height, lightness }: Canvas): number {
  const columns = new Float64Array(width);
  const rows = new Float64Array(height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const gx = Math.abs(lightness[i + 1] - lightness[i - 1]) / 2;
      const gy = Math.abs(lightness[i + width] - lightness[i - width]) / 2;
      if (gx >= edgeAbove) columns[x] += gx;
      if (gy >= edgeAbove) rows[y] += gy;
    }
  }
  return (gini(columns) + gini(rows)) / 2;
}

function gini(values: Float64Array): number {
  const sorted = values.slice().sort();
  const total = sorted.reduce((sum, v) => sum + v, 0);
  if (total === 0) return 0;
  const n = sorted.length;
  return sorted.reduce((sum, v, i) => sum + (2 * i - n + 1) * v, 0) / (n * total);
}

/** Even areas, those of half a thousandth to a thousandth of the picture in part: pixels on no edge of lightness or of colour (which counts a quarter: JPEG keeps it worse), joined to their neighbours. */
function regionCount({ width, height, edges, a, b }: Canvas): number {
  const seen = new Uint8Array(edges.length);
  const [reds, yellows] = [a, b].map((plane) => sobel(plane, width, height));
  for (let i = 0; i < edges.length; i++) {
    if (edges[i] ** 2 + (reds[i] ** 2 + yellows[i] ** 2) / 16 >= edgeAbove ** 2) seen[i] = 1;
  }
  const stack = new Int32Array(edges.length);
  let regions = 0;
  for (let start = 0; start < seen.length; start++) {
    if (seen[start]) continue;
    let [top, area] = [1, 0];
    stack[0] = start;
    seen[start] = 1;
    while (top > 0) {
      const i = stack[--top];
      const x = i % width;
      area++;
      if (x > 0 && !seen[i - 1]) stack[top++] = mark(seen, i - 1);
      if (x < width - 1 && !seen[i + 1]) stack[top++] = mark(seen, i + 1);
      if (i >= width && !seen[i - width]) stack[top++] = mark(seen, i - width);
      if (i < width * (height - 1) && !seen[i + width]) stack[top++] = mark(seen, i + width);
    }
    regions += Math.min(1, Math.max(0, (2000 * area) / edges.length - 1));
  }
  return regions;
}

function mark(seen: Uint8Array, i: number): number {
  seen[i] = 1;
  return i;
}
