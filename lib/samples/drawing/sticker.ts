import { mix } from '../../images/color/index.js';
import type { Random } from '../../vectors/index.js';
import type { Box } from './box.js';
import { px } from './svg.js';

/** A star with `points` points around the middle of a box, as a path. */
export function burst({ x, y, width, height }: Box, points: number, inner: number): string {
  const corner = (i: number) => {
    const angle = (Math.PI * i) / points - Math.PI / 2;
    const radius = i % 2 ? inner : 1;
    return `${px(x + (width / 2) * (1 + radius * Math.cos(angle)))} ${px(y + (height / 2) * (1 + radius * Math.sin(angle)))}`;
  };
  return `M${Array.from({ length: 2 * points }, (_, i) => corner(i)).join('L')}Z`;
}

/** One of the things that clutter an ad. */
export function drawSticker(box: Box, color: string, random: Random): string {
  const { x, y, width, height } = box;
  const dark = mix(color, '#000000', 0.35);
  switch (random.int(5)) {
    case 0:
      return `<path d="${burst(box, 5, 0.45)}" fill="${color}"/>`;
    case 1:
      return `<path d="${burst(box, 9, 0.7)}" fill="${color}" stroke="${dark}" stroke-width="1.5"/>`;
    case 2:
      return `<circle cx="${px(x + width / 2)}" cy="${px(y + height / 2)}" r="${px(width * 0.4)}" fill="none" stroke="${color}" stroke-width="${px(width * 0.16)}"/>`;
    case 3:
      return `<path d="M${px(x)} ${px(y + height * 0.35)}h${px(width * 0.55)}v${px(-height * 0.25)}l${px(width * 0.45)} ${px(height * 0.4)}l${px(-width * 0.45)} ${px(height * 0.4)}v${px(-height * 0.25)}h${px(-width * 0.55)}Z" fill="${color}"/>`;
    default:
      return `<path d="M${px(x)} ${px(y + height / 2)}q${px(width * 0.17)} ${px(-height * 0.8)} ${px(width * 0.34)} 0t${px(width * 0.33)} 0t${px(width * 0.33)} 0" fill="none" stroke="${color}" stroke-width="${px(width * 0.13)}" stroke-linecap="round"/>`;
  }
}
