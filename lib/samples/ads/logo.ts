import { hexContrast } from '../../images/color/index.js';
import type { Box } from '../drawing/box.js';
import { plate } from '../drawing/svg.js';
import { fitText, textSvg } from '../drawing/type.js';
import { drawMark } from './decor.js';
import { margin } from './layout.js';
import type { Sheet } from './sheet.js';

export interface Logo {
  readonly box: Box;
  readonly svg: string;
}

export function makeLogo({ plan, copy: { brand }, palette, slots, scale, random }: Sheet): Logo {
  const { width, height, broken } = plan;
  const { logoAt } = slots;
  // A logo that leaves its zone is mostly one that was drawn too large.
  const size = (broken.has('logo-safe-zone') ? 1.5 : 1) * scale;
  const h = 0.115 * size;
  const pad = 0.16 * h;
  const word = fitText(brand, true, 0.058 * size, { width: (0.38 * width * size) / scale, height: h });
  const w = 2 * pad + h * 0.72 + 0.2 * h + word.width + 0.1 * h;
  const x =
    logoAt === 'left' ? margin * width : logoAt === 'right' ? (1 - margin) * width - w : (width - w) / 2;
  let box: Box = { x, y: margin * height * (0.95 + 0.1 * random.uniform()), width: w, height: h };
  if (broken.has('logo-safe-zone')) {
    const out = -0.05 - 0.03 * random.uniform();
    const sideways = logoAt !== 'middle' && random.int(2) === 0;
    if (!sideways) box = { ...box, y: out * height };
    else box = { ...box, x: logoAt === 'left' ? out * width : width - w - out * width, y: 0.03 * height };
  }
  const onDark = hexContrast(palette.background[0], '#ffffff') > 4.5;
  const [back, front] = onDark ? ['#ffffff', '#141c2b'] : ['#141c2b', '#ffffff'];
  const mark = { x: box.x + pad, y: box.y + 0.14 * h, width: 0.72 * h, height: 0.72 * h };
  const number = [...brand].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const at = {
    x: mark.x + mark.width + 0.2 * h,
    y: box.y + (h - word.height) / 2 + 0.06 * h,
    width: word.width,
    height: word.height,
  };
  return {
    box,
    svg: plate(box, h * 0.22, back) + drawMark(mark, front, back, number) + textSvg(word, at, 'start', front),
  };
}
