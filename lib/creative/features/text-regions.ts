import { contrastRatio, relativeLuminance } from '../../images/index.js';
import type { Canvas } from './canvas.js';
import { sobel } from './canvas.js';

/** A line of text that was found in a creative; lengths as shares of the creative's height or width. */
export interface TextRegion {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** WCAG contrast ratio of the letters with their background, in [1, 21]. */
  readonly contrast: number;
  /** Mean width of a stroke as a share of the line's height. */
  readonly stroke: number;
}

/** A lightness change of fewer CIELAB units a pixel is no edge of a letter. */
const edgeAbove = 4;
/** Letters of a line are nearer than this, pixels of the level. */
const gap = 9;
/** Heights of lines that are looked for at each level of the pyramid, pixels. */
const [lowest, highest] = [5, 30];
/** Strokes that a line crosses for each height of it in width; Latin text has about 2. */
const strokesPerEm: readonly [number, number] = [0.7, 6];
/** Share of the lightness variance that two classes must explain: letters and background differ, each is even. */
const bimodal = 0.6;
const levels = 4;

/**
 * Finds lines of text: edges are smeared along rows until letters grow together (run-length smoothing, Wong, Casey &
 * Wahl 1982), at four scales so that small print and headlines both fit, and what is left must look like writing: wider
 * than high, of two lightnesses, crossed by many strokes. Upright Latin text; a reader of letters it is not.
 */
export function textRegions(canvas: Canvas): TextRegion[] {
  let level: Level = canvas;
  let kept: TextRegion[] = [];
  for (let i = 0; i < levels; i++) {
    for (const box of boxes(level)) {
      const region = asText(level, box);
      if (region) kept = joinedBy(region, kept);
    }
    if (Math.min(level.width, level.height) < 2 * highest) break;
    level = halved(level);
  }
  return lines(kept).sort((a, b) => a.top - b.top || a.left - b.left);
}

interface Level {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  readonly lightness: Float32Array;
  readonly edges: Float32Array;
}

interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

function halved({ width, height, rgb, lightness }: Level): Level {
  const [w, h] = [width >> 1, height >> 1];
  const small = new Float32Array(w * h);
  const smallRgb = new Uint8Array(w * h * 3);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const i = 2 * y * width + 2 * x;
      small[y * w + x] =
        (lightness[i] + lightness[i + 1] + lightness[i + width] + lightness[i + width + 1]) / 4;
      for (let c = 0; c < 3; c++) {
        const at = 3 * i + c;
        smallRgb[3 * (y * w + x) + c] =
          (rgb[at] + rgb[at + 3] + rgb[at + 3 * width] + rgb[at + 3 * width + 3]) >> 2;
      }
    }
  }
  return { width: w, height: h, rgb: smallRgb, lightness: small, edges: sobel(small, w, h) };
}

/** Bounding boxes of the connected components of the smeared edges that have the shape of a line. */
function boxes({ width, height, edges }: Level): Box[] {
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    let last = -gap - 1;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (edges[i] < edgeAbove) continue;
      const from = x - last <= gap ? last + 1 : x;
      mask.fill(1, y * width + from, i + 1);
      last = x;
    }
  }
  const out: Box[] = [];
  const stack: number[] = [];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] !== 1) continue;
    let [x0, y0, x1, y1] = [width, height, 0, 0];
    let area = 0;
    mask[start] = 2;
    stack.push(start);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const x = i % width;
      const y = (i - x) / width;
      area++;
      x0 = Math.min(x0, x);
      x1 = Math.max(x1, x);
      y0 = Math.min(y0, y);
      y1 = Math.max(y1, y);
      if (x > 0 && mask[i - 1] === 1) stack.push(visit(mask, i - 1));
      if (x < width - 1 && mask[i + 1] === 1) stack.push(visit(mask, i + 1));
      if (y > 0 && mask[i - width] === 1) stack.push(visit(mask, i - width));
      if (y < height - 1 && mask[i + width] === 1) stack.push(visit(mask, i + width));
    }
    const [w, h] = [x1 - x0 + 1, y1 - y0 + 1];
    if (h >= lowest && h <= highest && w >= 1.5 * h && area >= 0.45 * w * h) out.push({ x0, y0, x1, y1 });
  }
  return out;
}

function visit(mask: Uint8Array, i: number): number {
  mask[i] = 2;
  return i;
}

function asText(level: Level, { x0, y0, x1, y1 }: Box): TextRegion | undefined {
  const { width, height, lightness, rgb } = level;
  const [w, h] = [x1 - x0 + 1, y1 - y0 + 1];
  const { threshold, explained } = otsu(level, { x0, y0, x1, y1 });
  if (explained < bimodal) return undefined;
  let [crossings, light] = [0, 0];
  const sums = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const i = y * width + x;
      const side = lightness[i] > threshold ? 1 : 0;
      light += side;
      if (x > x0 && side !== (lightness[i - 1] > threshold ? 1 : 0)) crossings++;
      // Pixels between letter and background are mixtures of both.
      if (level.edges[i] > 2 * edgeAbove) continue;
      const sum = sums[side];
      for (let c = 0; c < 3; c++) sum[c] += rgb[3 * i + c];
      sum[3]++;
    }
  }
  const strokes = crossings / 2 / h / (w / h);
  if (strokes < strokesPerEm[0] || strokes > strokesPerEm[1]) return undefined;
  const ink = Math.min(light, w * h - light);
  const luminance = sums.map(([r, g, b, n], side) => {
    if (n > 0) return relativeLuminance(r / n, g / n, b / n);
    return extreme(level, { x0, y0, x1, y1 }, side);
  });
  const stroke = (2 * ink) / Math.max(1, crossings) / h;
  if (stroke > 0.6) return undefined;
  return {
    left: x0 / width,
    top: y0 / height,
    width: w / width,
    height: h / height,
    contrast: contrastRatio(luminance[0], luminance[1]),
    stroke,
  };
}

/** Relative luminance of the darkest (side 0) or lightest pixel of a box. */
function extreme({ width, lightness, rgb }: Level, { x0, y0, x1, y1 }: Box, side: number): number {
  let best = y0 * width + x0;
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const i = y * width + x;
      if (side === 1 ? lightness[i] > lightness[best] : lightness[i] < lightness[best]) best = i;
    }
  }
  return relativeLuminance(rgb[3 * best], rgb[3 * best + 1], rgb[3 * best + 2]);
}

/** The lightness that parts a box best in two classes, and the share of the variance that they explain (Otsu 1979). */
function otsu({ width, lightness }: Level, { x0, y0, x1, y1 }: Box) {
  const counts = new Float64Array(101);
  let n = 0;
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      counts[Math.min(100, Math.max(0, Math.round(lightness[y * width + x])))]++;
      n++;
    }
  }
  let [sum, squares] = [0, 0];
  counts.forEach((count, value) => {
    sum += count * value;
    squares += count * value * value;
  });
  const total = squares / n - (sum / n) ** 2;
  let [best, threshold, below, sumBelow] = [0, 50, 0, 0];
  for (let value = 0; value < 100; value++) {
    below += counts[value];
    sumBelow += counts[value] * value;
    if (below === 0 || below === n) continue;
    const between = (below / n) * (1 - below / n) * (sumBelow / below - (sum - sumBelow) / (n - below)) ** 2;
    if (between > best) {
      best = between;
      threshold = value + 0.5;
    }
  }
  return { threshold, explained: total > 0 ? best / total : 0 };
}

/**
 * Lines that finer levels have read stay, since a coarser one sees them blurred and grown together; fragments of a larger
 * line, which fill less than half of it, give way to it.
 */
function joinedBy(region: TextRegion, kept: TextRegion[]): TextRegion[] {
  const inside = kept.filter((other) => overlap(region, other) > 0.3);
  const filled = inside.reduce((sum, { width, height }) => sum + width * height, 0);
  if (filled >= 0.5 * region.width * region.height) return kept;
  return [...kept.filter((other) => !inside.includes(other)), region];
}

/** Joins what stands side by side, of about the same height, no farther apart than it is high: words of one line. */
function lines(regions: readonly TextRegion[]): TextRegion[] {
  const out: TextRegion[] = [];
  for (const region of [...regions].sort((a, b) => a.left - b.left)) {
    const at = out.findIndex((line) => {
      const common =
        Math.min(line.top + line.height, region.top + region.height) - Math.max(line.top, region.top);
      const gapBetween = region.left - (line.left + line.width);
      return (
        common >= 0.6 * Math.max(line.height, region.height) &&
        gapBetween <= Math.min(line.height, region.height)
      );
    });
    if (at < 0) out.push(region);
    else out[at] = together(out[at], region);
  }
  return out;
}

function together(a: TextRegion, b: TextRegion): TextRegion {
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  const share = a.width / (a.width + b.width);
  return {
    left,
    top,
    width: Math.max(a.left + a.width, b.left + b.width) - left,
    height: Math.max(a.top + a.height, b.top + b.height) - top,
    contrast: share * a.contrast + (1 - share) * b.contrast,
    stroke: share * a.stroke + (1 - share) * b.stroke,
  };
}

/** The common area as a share of the smaller of two regions. */
function overlap(a: TextRegion, b: TextRegion): number {
  const w = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const h = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return w <= 0 || h <= 0 ? 0 : (w * h) / Math.min(a.width * a.height, b.width * b.height);
}
