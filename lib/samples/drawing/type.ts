import { type FontMetrics, fontFiles, readMetrics } from '../../plot/draw/index.js';
import type { Box } from './box.js';

/** Height of capitals in DejaVu, as a share of the font size. */
const capHeight = 0.73;
const lineHeight = 1.16;

let metrics: { readonly regular: FontMetrics; readonly bold: FontMetrics } | undefined;

function width(text: string, fontSize: number, bold: boolean): number {
  if (!metrics) {
    const [regular, boldFile] = fontFiles();
    metrics = { regular: readMetrics(regular), bold: readMetrics(boldFile) };
  }
  return fontSize * (bold ? metrics.bold : metrics.regular)(text);
}

export type Anchor = 'start' | 'middle';

/** Text that is set: its lines, and the box around them. */
export interface Setting {
  readonly lines: readonly string[];
  readonly fontSize: number;
  readonly bold: boolean;
  readonly width: number;
  readonly height: number;
  /** See `AdText.area`. */
  readonly area: number;
}

/** Breaks text into lines of at most `maxWidth` pixels. A word that is longer has a line of its own. */
export function setText(text: string, fontSize: number, bold: boolean, maxWidth: number): Setting {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length > 0 && width(longer, fontSize, bold) <= maxWidth) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const widths = lines.map((line) => width(line, fontSize, bold));
  return {
    lines,
    fontSize,
    bold,
    width: Math.max(...widths),
    height: fontSize * (capHeight + 0.2 + lineHeight * (lines.length - 1)),
    area: widths.reduce((sum, w) => sum + w * fontSize, 0),
  };
}

/** The largest size, at most `most`, at which the text fits a box in width and height. */
export function fitText(
  text: string,
  bold: boolean,
  most: number,
  { width: w, height: h }: Pick<Box, 'width' | 'height'>,
): Setting {
  for (let size = most; ; size *= 0.94) {
    const setting = setText(text, size, bold, w);
    if ((setting.width <= w && setting.height <= h) || size < 5) return setting;
  }
}

/** Set text as SVG, its box at (x, y). */
export function textSvg(setting: Setting, { x, y, width }: Box, anchor: Anchor, color: string): string {
  const { lines, fontSize, bold } = setting;
  const left = anchor === 'middle' ? x + width / 2 : x;
  return lines
    .map((line, i) => {
      const baseline = y + fontSize * (capHeight + 0.03 + lineHeight * i);
      return (
        `<text x="${left.toFixed(1)}" y="${baseline.toFixed(1)}" font-family="DejaVu Sans" font-size="${fontSize.toFixed(2)}"` +
        `${bold ? ' font-weight="700"' : ''}${anchor === 'middle' ? ' text-anchor="middle"' : ''} fill="${color}">${escaped(line)}</text>`
      );
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
