import type { Box } from '../drawing/box.js';
import { px } from '../drawing/svg.js';
import type { AdText } from './compliance.js';

/** A part that stands on the grid, or off it. */
export interface Part {
  readonly role: string;
  box: Box;
  /** Degrees. */
  tilt: number;
  readonly svg: (box: Box) => string;
  /** What the rules read of it, where it is text. */
  readonly text?: AdText;
}

/** The upright box around a tilted part. */
export function extent({ box, tilt }: Part): Box {
  const angle = (Math.abs(tilt) * Math.PI) / 180;
  const width = box.width * Math.cos(angle) + box.height * Math.sin(angle);
  const height = box.height * Math.cos(angle) + box.width * Math.sin(angle);
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
}

export function turned(svg: string, { x, y, width, height }: Box, degrees: number): string {
  if (degrees === 0) return svg;
  return `<g transform="rotate(${px(degrees)} ${px(x + width / 2)} ${px(y + height / 2)})">${svg}</g>`;
}

export function partSvg({ svg, box, tilt }: Part): string {
  return turned(svg(box), box, tilt);
}
