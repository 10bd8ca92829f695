import { relativeLuminance } from '../../images/index.js';
import { plotColors } from '../theme.js';
import type { Axis, Vega } from './axes.js';
import type { Datum, DrawnLayout, DrawnTrace, ErrorBar } from './parse.js';

/** What one trace adds to the drawing, and the values that its axes must reach. */
export interface Layer {
  readonly data: Vega[];
  readonly marks: Vega[];
  readonly xs: readonly Datum[];
  readonly ys: readonly Datum[];
}

/** What a trace must know of the figure around it. */
export interface Surroundings {
  readonly x: Axis;
  readonly y: Axis;
  readonly layout: DrawnLayout;
  readonly all: readonly DrawnTrace[];
  readonly textWidth: (text: string, size?: number) => number;
}

/** The colour of a trace: its own, or the next of the palette. */
export function colorOf(trace: DrawnTrace, { all, layout }: Surroundings): string {
  const { color } = trace.marker;
  if (typeof color === 'string') return color;
  if (trace.type === 'scatter' && trace.line.color) return trace.line.color;
  const palette = layout.colorway ?? plotColors;
  return palette[all.indexOf(trace) % palette.length];
}

/** Black or white, whichever reads better on a `#rrggbb` or `rgb()` colour (WCAG relative luminance). */
export function inkOn(color: string): string {
  const channels = color.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
    : (color.match(/[\d.]+/g) ?? ['255', '255', '255']).slice(0, 3).map(Number);
  const [red, green, blue] = channels;
  return relativeLuminance(red, green, blue) > 0.3 ? '#111111' : '#ffffff';
}

/** From where to where the error bar of value number `i` goes. */
export function errorEnds(error: ErrorBar, i: number, value: number): { low: number; high: number } {
  return {
    low: value - Number((error.arrayminus ?? error.array)[i] ?? 0),
    high: value + Number(error.array[i] ?? 0),
  };
}

/** Rules from low to high with caps, over the points of a data set with fields `low` and `high`. */
export function errorMarks(data: string, along: 'x' | 'y', centre: Vega, color: string): Vega[] {
  const across = along === 'y' ? 'x' : 'y';
  const stroke = { stroke: { value: color }, strokeWidth: { value: 1.5 } };
  const end = (field: string) => ({ scale: along, field });
  const rule = (update: Vega) => ({
    type: 'rule',
    from: { data },
    clip: true,
    encode: { update: { ...stroke, ...update } },
  });
  const cap = (field: string) =>
    rule({
      [across]: { ...centre, offset: -4 },
      [`${across}2`]: { ...centre, offset: 4 },
      [along]: end(field),
    });
  return [
    rule({ [across]: centre, [along]: end('low'), [`${along}2`]: end('high') }),
    cap('low'),
    cap('high'),
  ];
}
