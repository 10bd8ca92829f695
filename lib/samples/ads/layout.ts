import type { Random } from '../../vectors/index.js';
import type { Box } from '../drawing/box.js';
import type { Anchor } from '../drawing/type.js';
import type { AdPlan } from './plan.js';

/** Where the parts of an ad belong, pixels. */
export interface Slots {
  readonly text: Box;
  readonly product: Box;
  readonly anchor: Anchor;
  /** Where along the upper edge the logo stands. */
  readonly logoAt: 'left' | 'middle' | 'right';
  readonly strip: Box | null;
}

/** Margin of everything but stickers, as a share of the side. */
export const margin = 0.07;

const stripShare = 0.105;

/** The grid of a layout. Where the text is long, it gets more room and the product less. */
export function slotsOf({ width, height, layout, showsDisclaimer, broken }: AdPlan, random: Random): Slots {
  const long = broken.has('text-coverage');
  const stripHeight = showsDisclaimer ? stripShare * height : 0;
  const strip = showsDisclaimer ? { x: 0, y: height - stripHeight, width, height: stripHeight } : null;
  const left = margin * width;
  const right = width - left;
  const top = (margin + 0.125) * height;
  const bottom = height - (showsDisclaimer ? stripHeight + 0.035 * height : margin * height);
  const between = (x0: number, x1: number, y0: number, y1: number): Box => ({
    x: x0,
    y: y0,
    width: x1 - x0,
    height: y1 - y0,
  });
  if (layout === 'split-left' || layout === 'split-right') {
    const textShare = long ? 0.8 : 0.5;
    const gap = 0.03 * width;
    const inner = right - left;
    const leftText = layout === 'split-left';
    const cut = left + (leftText ? textShare : 1 - textShare) * inner;
    return {
      text: leftText ? between(left, cut - gap, top, bottom) : between(cut + gap, right, top, bottom),
      product: leftText ? between(cut, right, top, bottom) : between(left, cut, top, bottom),
      anchor: 'start',
      logoAt: random.pick(['left', 'right']),
      strip,
    };
  }
  const textShare = long ? 0.8 : 0.48;
  const cut = layout === 'column' ? top + textShare * (bottom - top) : bottom - textShare * (bottom - top);
  const gap = 0.025 * height;
  const below = between(left, right, cut + (layout === 'column' ? gap : 0), bottom);
  const above = between(left, right, top, cut - (layout === 'column' ? 0 : gap));
  return {
    text: layout === 'column' ? above : below,
    product: layout === 'column' ? below : above,
    anchor: layout === 'column' ? 'middle' : random.pick<Anchor>(['start', 'middle']),
    logoAt: layout === 'column' ? random.pick(['middle', 'middle', 'left']) : random.pick(['left', 'right']),
    strip,
  };
}
