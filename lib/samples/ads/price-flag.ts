import { type Box, overlap } from '../drawing/box.js';
import { burst } from '../drawing/sticker.js';
import { disc, px } from '../drawing/svg.js';
import { fitText } from '../drawing/type.js';
import { extent, type Part } from './part.js';
import type { Sheet } from './sheet.js';
import { adText, centered } from './typeset.js';

/** Colours of price flags, which no sticker has, and of the text on them. */
const flagColors = [
  ['#d0021b', '#ffffff'],
  ['#ffd400', '#101014'],
] as const;

/** The price on a flag, where nothing is in its way; null where there is no such place. */
export function priceFlag(sheet: Sheet, parts: readonly Part[], logo: Box, tilt: () => number): Part | null {
  const box = placeFlag(sheet, parts, logo);
  if (!box) return null;
  const price = fitText(sheet.copy.price, true, 0.085 * sheet.scale, {
    width: box.width * 0.72,
    height: box.height * 0.6,
  });
  const kind = sheet.random.int(3);
  const [color, onFlag] = sheet.random.pick(flagColors);
  return {
    role: 'price',
    box,
    tilt: tilt(),
    svg: (at) => flagPlate(kind, at, color) + centered(price, at, onFlag),
    text: adText('price', price, onFlag, [color]),
  };
}

/** A free place for the price flag, the nearer to the product the better; null where there is none. */
function placeFlag(
  { plan: { width }, scale, bottom, random }: Sheet,
  parts: readonly Part[],
  logo: Box,
): Box | null {
  const most = 0.25 * scale;
  const product = parts[0].box;
  const blocked = [...parts.slice(1).map(extent), logo];
  const edge = 0.035 * width;
  for (const side of [most, 0.88 * most, 0.76 * most, 0.66 * most]) {
    let best: Box | null = null;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 160; i++) {
      const box = {
        x: edge + random.uniform() * (width - side - 2 * edge),
        y: edge + random.uniform() * (bottom - side - 2 * edge),
        width: side,
        height: side,
      };
      if (blocked.some((other) => overlap(box, other) > 0)) continue;
      const apart = Math.hypot(
        box.x + side / 2 - product.x - product.width * 0.88,
        box.y + side / 2 - product.y - product.height * 0.12,
      );
      const cost = apart + (3 * overlap(box, product)) / side;
      if (cost < bestCost) [best, bestCost] = [box, cost];
    }
    if (best) return best;
  }
  return null;
}

function flagPlate(kind: number, box: Box, color: string): string {
  const { x, y, width, height } = box;
  if (kind === 0) return `<path d="${burst(box, 14, 0.84)}" fill="${color}"/>`;
  if (kind === 1) return disc(x + width / 2, y + height / 2, width / 2, color);
  const [top, low] = [y + 0.2 * height, y + 0.8 * height];
  return (
    `<path d="M${px(x)} ${px(y + height / 2)}L${px(x + 0.16 * width)} ${px(top)}H${px(x + width)}V${px(low)}H${px(x + 0.16 * width)}Z" fill="${color}"/>` +
    disc(x + 0.13 * width, y + height / 2, 0.035 * width, '#ffffff')
  );
}
