import { contrastRatio, relativeLuminance } from '../../images/index.js';
import { quantile } from '../../stats/index.js';
import type { Canvas } from './canvas.js';

/** A line of text that was found in a creative; lengths as shares of the creative's height or width. */
export interface TextRegion {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  /** From ascenders to descenders. */
  readonly height: number;
  /** WCAG contrast ratio of the letters with their background, in [1, 21]; thin strokes of small print are measured too pale. */
  readonly contrast: number;
  /** Mean width of a stroke as a share of the creative's height. */
  readonly stroke: number;
  /** How clearly it is writing, in (0, 1]: 1 for what is plainly a line of text. */
  readonly certainty: number;
}

/** Width of the piece of a row whose strokes are counted, pixels: about one and a half letters' heights. */
const span = 13;
/** A piece of a row with so many changes from letter to background, in units of its largest difference, is writing. */
const changes = 2.6;
/** Below this difference of lightness in CIELAB units there is nothing to read. */
const leastDifference = 3;
/** A row of pixels through a line crosses at least so many edges of strokes; a squiggle has about eight. */
const leastEdges = 8;
/** Heights of the letters without ascenders, pixels of a level: one and a quarter octaves. */
const [lowest, highest] = [2.7, 6.4];
const bestHeight = 4.2;
/** Levels of the pyramid, each smaller by the square root of two. */
const levels = 9;
const step = Math.SQRT2;
/** How much less each coarser level counts where two show something else in one place. */
const finer = 0.9;
/** A line from ascender to descender beside its letters without them. */
const lineHeight = 1.8;

/**
 * Finds lines of upright Latin text. Along a piece of a row of pixels the lightness of writing goes up and down between
 * two values, so that its total variation is several times its range, whatever the contrast (strokes, as in Epshtein,
 * Ofek & Wexler 2010, counted along rows as in Wong, Casey & Wahl 1982); rows of that kind stacked to a letter's height,
 * wider than high, are a line. Looked for at scales half an octave apart, so that headlines and small print are met at
 * one size. Where something is hardly writing it is less certain, not gone: a little noise changes a result a little.
 */
export function textRegions(canvas: Canvas): TextRegion[] {
  const found: Line[] = [];
  let level: Level = canvas;
  for (let i = 0; i < levels && Math.min(level.width, level.height) >= span; i++) {
    found.push(...linesOf(level, finer ** i));
    level = shrunk(level);
  }
  return joined(found)
    .map((line) => regionOf(canvas, line))
    .filter(({ certainty }) => certainty > 0)
    .sort((a, b) => a.top - b.top || a.left - b.left);
}

interface Level {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  readonly lightness: Float32Array;
}

/** A line as one level shows it: its letters without ascenders and descenders, as shares of width and height. */
interface Line {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly certainty: number;
  /** Certainty, and how near to the best height it was seen. */
  readonly fit: number;
}

/**
 * Each line once, as the mean of what the levels show of it. Where a coarse level has grown lines together, the finer ones
 * stay; where a fine level shows fragments of a larger line, which cover less than half of it, they give way.
 */
function joined(found: readonly Line[]): Line[] {
  let groups: Line[][] = [];
  for (const line of [...found].sort((a, b) => b.fit - a.fit)) {
    const same = groups.find(([first]) => isSame(first, line));
    if (same) {
      same.push(line);
      continue;
    }
    const inTheWay = groups.filter(
      ([first]) => common(first, line) > 0.4 * Math.min(areaOf(first), areaOf(line)),
    );
    const covered = inTheWay.reduce((sum, [first]) => sum + common(first, line), 0);
    const isFragments = covered < areaOf(line) / 2 && inTheWay.every(([{ fit }]) => line.fit > 0.8 * fit);
    if (isFragments) groups = [...groups.filter((group) => !inTheWay.includes(group)), [line]];
  }
  return groups.map((group) => {
    const all = group.reduce((sum, { fit }) => sum + fit, 0);
    const mean = (of: (line: Line) => number) =>
      group.reduce((sum, line) => sum + line.fit * of(line), 0) / all;
    return {
      ...group[0],
      left: mean(({ left }) => left),
      right: mean(({ right }) => right),
      top: mean(({ top }) => top),
      bottom: mean(({ bottom }) => bottom),
    };
  });
}

/** Whether two levels show one line: much in common, and of about one height and width. */
function isSame(a: Line, b: Line): boolean {
  const alike = (x: number, y: number) => Math.max(x, y) < 1.5 * Math.min(x, y);
  return (
    common(a, b) > 0.4 * Math.min(areaOf(a), areaOf(b)) &&
    alike(a.bottom - a.top, b.bottom - b.top) &&
    alike(a.right - a.left, b.right - b.left)
  );
}

const areaOf = ({ left, right, top, bottom }: Line) => (right - left) * (bottom - top);

function common(a: Line, b: Line): number {
  const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return w <= 0 || h <= 0 ? 0 : w * h;
}

/** A level smaller by √2: each pixel the mean over the area that it covers. */
function shrunk({ width, height, rgb, lightness }: Level): Level {
  const [w, h] = [Math.max(1, Math.round(width / step)), Math.max(1, Math.round(height / step))];
  const columns = covers(width, w);
  const rows = covers(height, h);
  const light = new Float32Array(w * h);
  const colors = new Uint8Array(3 * w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const sums = [0, 0, 0, 0];
      let all = 0;
      for (const [i, part] of rows[y]) {
        for (const [j, share] of columns[x]) {
          const at = i * width + j;
          const weight = part * share;
          all += weight;
          sums[3] += weight * lightness[at];
          for (let c = 0; c < 3; c++) sums[c] += weight * rgb[3 * at + c];
        }
      }
      light[y * w + x] = sums[3] / all;
      for (let c = 0; c < 3; c++) colors[3 * (y * w + x) + c] = Math.round(sums[c] / all);
    }
  }
  return { width: w, height: h, rgb: colors, lightness: light };
}

/** For each of `small` pixels in a row, the pixels of `large` that it covers, and how much of each. */
function covers(large: number, small: number): [number, number][][] {
  const ratio = large / small;
  return Array.from({ length: small }, (_, k) => {
    const [from, to] = [k * ratio, (k + 1) * ratio];
    const out: [number, number][] = [];
    for (let i = Math.floor(from); i < Math.min(large, Math.ceil(to)); i++) {
      out.push([i, Math.min(i + 1, to) - Math.max(i, from)]);
    }
    return out;
  });
}

/** Strokes at each pixel: how often the lightness changes over its whole range around it, 0 where that is too small. */
function strokesOf({ width, height, lightness }: Level): Float32Array {
  const out = new Float32Array(width * height);
  const half = span >> 1;
  for (let y = 0; y < height; y++) {
    const row = lightness.subarray(y * width, (y + 1) * width);
    let variation = 0;
    for (let x = 1; x < Math.min(width, half + 1); x++) variation += Math.abs(row[x] - row[x - 1]);
    for (let x = 0; x < width; x++) {
      let [low, high] = [row[x], row[x]];
      const to = Math.min(width - 1, x + half);
      for (let k = Math.max(0, x - half); k <= to; k++) {
        if (row[k] < low) low = row[k];
        else if (row[k] > high) high = row[k];
      }
      if (high - low > leastDifference) out[y * width + x] = variation / (high - low);
      if (x - half >= 0) variation -= Math.abs(row[x - half + 1] - row[x - half]);
      if (x + half + 1 < width) variation += Math.abs(row[x + half + 1] - row[x + half]);
    }
  }
  return out;
}

/** The lines that have the right height at this level. */
function linesOf(level: Level, weight: number): Line[] {
  const { width, height } = level;
  const strokes = strokesOf(level);
  const part = new Int32Array(strokes.length);
  const stack: number[] = [];
  const out: Line[] = [];
  let parts = 0;
  for (let start = 0; start < strokes.length; start++) {
    if (part[start] > 0 || strokes[start] < changes) continue;
    parts++;
    part[start] = parts;
    stack.push(start);
    const members: number[] = [];
    const visit = (i: number) => {
      if (part[i] > 0 || strokes[i] < changes) return;
      part[i] = parts;
      stack.push(i);
    };
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      members.push(i);
      const x = i % width;
      if (x > 0) visit(i - 1);
      if (x < width - 1) visit(i + 1);
      if (i >= width) visit(i - width);
      if (i < width * (height - 1)) visit(i + width);
    }
    for (const rows of lettersOf(members, width)) {
      const line = asLine(level, strokes, members, rows);
      if (line) out.push({ ...line, fit: line.fit * weight });
    }
  }
  return out;
}

interface Rows {
  readonly from: number;
  readonly to: number;
  /** Where the letters begin and end, between rows. */
  readonly top: number;
  readonly bottom: number;
}

/** Where the letters of each line of a component are: rows that are at least half as full as the fullest of the line. */
function lettersOf(members: readonly number[], width: number): Rows[] {
  let [top, bottom] = [Number.POSITIVE_INFINITY, 0];
  for (const i of members) {
    const y = Math.floor(i / width);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const profile = new Float64Array(bottom - top + 1);
  for (const i of members) profile[Math.floor(i / width) - top]++;
  const most = profile.reduce((a, b) => Math.max(a, b), 0);
  const out: Rows[] = [];
  for (let from = 0; from < profile.length; from++) {
    if (profile[from] < most / 2) continue;
    let to = from;
    while (to + 1 < profile.length && profile[to + 1] >= most / 2) to++;
    // A rim row counts by how far it is above the half, so that the height has no steps.
    const rim = (y: number, next: number) => {
      const [inside, outside] = [profile[y], next >= 0 && next < profile.length ? profile[next] : 0];
      return inside === outside ? 0.5 : Math.min(1, (inside - most / 2) / (inside - outside));
    };
    out.push({
      from: top + from,
      to: top + to,
      top: top + from + 1 - rim(from, from - 1),
      bottom: top + to + rim(to, to + 1),
    });
    from = to;
  }
  return out;
}

/** 0 up to `from`, 1 from `to` on, a straight line between. */
const ramp = (x: number, from: number, to: number) => Math.min(1, Math.max(0, (x - from) / (to - from)));

function asLine(
  { width, height }: Level,
  strokes: Float32Array,
  members: readonly number[],
  { from, to, top, bottom }: Rows,
): Line | undefined {
  const letters = bottom - top;
  if (letters < lowest || letters > highest) return undefined;
  let [x0, x1, n, sum] = [width, 0, 0, 0];
  for (const i of members) {
    const y = Math.floor(i / width);
    if (y < from || y > to) continue;
    const x = i % width;
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x);
    n++;
    sum += strokes[i];
  }
  const w = x1 - x0 + 1;
  const certainty =
    ramp(sum / n, 2.8, 3.4) * ramp(w / letters, 3, 5) * ramp(n / (w * (to - from + 1)), 0.55, 0.75);
  if (certainty <= 0) return undefined;
  return {
    left: x0 / width,
    right: (x1 + 1) / width,
    top: top / height,
    bottom: bottom / height,
    certainty,
    fit: certainty * Math.exp(-4 * Math.log(letters / bestHeight) ** 2),
  };
}

/** What a line is like, measured where the picture is sharpest. */
function regionOf(canvas: Level, { left, right, top, bottom, certainty }: Line): TextRegion {
  const { width, height, lightness } = canvas;
  const box = {
    x0: Math.round(left * width),
    x1: Math.min(width - 1, Math.round(right * width) - 1),
    y0: Math.min(height - 1, Math.round(top * height)),
    y1: Math.min(height - 1, Math.max(Math.round(top * height), Math.round(bottom * height) - 1)),
  };
  const { difference, contrast, ink } = inkOf(canvas, box);
  let crossings = 0;
  for (let y = box.y0; y <= box.y1; y++) {
    for (let x = box.x0 + 1; x <= box.x1; x++) {
      crossings += Math.abs(lightness[y * width + x] - lightness[y * width + x - 1]);
    }
  }
  const edges = difference > 0 ? crossings / difference / (box.y1 - box.y0 + 1) : 0;
  const full = lineHeight * (bottom - top);
  const above = Math.max(0, (top + bottom - full) / 2);
  return {
    left,
    top: above,
    width: right - left,
    height: Math.min(1 - above, full),
    contrast,
    stroke: edges > 0 ? (2 * ink * width * (right - left)) / edges / height : 0,
    certainty:
      certainty *
      ramp(edges, leastEdges, 1.6 * leastEdges) *
      ramp(difference, leastDifference, 3 * leastDifference),
  };
}

interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Letters against background in a box: background is what most of it has, letters what is farthest from it. */
function inkOf({ width, lightness, rgb }: Level, { x0, y0, x1, y1 }: Box) {
  const order: number[] = [];
  for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) order.push(y * width + x);
  order.sort((a, b) => lightness[a] - lightness[b]);
  const sorted = Float64Array.from(order, (i) => lightness[i]);
  const [low, middle, high] = [0.04, 0.5, 0.96].map((share) => quantile(sorted, share));
  const darkInk = middle - low > high - middle;
  const difference = high - low;
  const tail = Math.max(1, Math.round(0.08 * order.length));
  const luminance = (pixels: readonly number[]) => {
    const mean = (c: number) => pixels.reduce((sum, i) => sum + rgb[3 * i + c], 0) / pixels.length;
    return relativeLuminance(mean(0), mean(1), mean(2));
  };
  const contrast = contrastRatio(luminance(order.slice(0, tail)), luminance(order.slice(-tail)));
  const share =
    sorted.reduce((sum, v) => sum + Math.min(1, Math.max(0, (v - low) / (difference || 1))), 0) /
    sorted.length;
  return { difference, contrast, ink: darkInk ? 1 - share : share };
}
