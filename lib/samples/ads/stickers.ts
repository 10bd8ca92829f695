import { type Box, kept, overlap } from '../drawing/box.js';
import { drawSticker } from '../drawing/sticker.js';
import { extent, type Part, turned } from './part.js';
import type { Sheet } from './sheet.js';

const loudColors = ['#ff2d95', '#00e5ff', '#b6ff00', '#ff6a00', '#7a00ff', '#00c26a'];

/** Stickers, anywhere but on text: the less order is wanted, the more. */
export function scatterStickers(
  { plan: { width, aims }, scale, bottom, random }: Sheet,
  parts: readonly Part[],
  logo: Box,
): { readonly boxes: readonly Box[]; readonly svg: string } {
  const boxes: Box[] = [];
  let svg = '';
  const wanted = Math.round(12 * (1 - aims.order));
  const taken = [...parts.filter(({ role }) => role !== 'product').map(extent), logo];
  for (let tries = 0; boxes.length < wanted && tries < 400; tries++) {
    const s = (0.065 + 0.075 * random.uniform()) * scale;
    const box = kept(
      { x: random.uniform() * width - s / 2, y: random.uniform() * bottom - s / 2, width: s, height: s },
      width,
      bottom,
      0.02 * scale,
    );
    if (taken.some((other) => overlap(box, other) > 0)) continue;
    if (boxes.some((other) => overlap(box, other) > 0.2 * s * s)) continue;
    boxes.push(box);
    const color = random.pick(loudColors);
    svg += turned(drawSticker(box, color, random), box, 40 * (random.uniform() - 0.5));
  }
  return { boxes, svg };
}
