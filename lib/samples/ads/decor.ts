import type { Random } from '../../vectors/index.js';
import type { Box } from '../drawing/box.js';
import { disc, plate, px } from '../drawing/svg.js';
import type { Palette } from './palette.js';

/** A background in one or two colours: flat, gradient, rays of light, or a pattern. */
export function drawBackground(
  { background: [a, b] }: Palette,
  width: number,
  height: number,
  random: Random,
): { readonly svg: string; readonly kind: string } {
  const sheet = (fill: string) => `<rect width="${width}" height="${height}" fill="${fill}"/>`;
  const kind = random.pick(['flat', 'gradient', 'radial', 'dots', 'stripes', 'checks']);
  const flip = random.int(2) === 0;
  const step = Math.round(width / (9 + random.int(8)));
  switch (kind) {
    case 'gradient': {
      const way = flip ? 'x2="1" y2="1"' : 'x2="0" y2="1"';
      const stops = `<stop stop-color="${a}"/><stop offset="1" stop-color="${b}"/>`;
      return {
        kind,
        svg: `<defs><linearGradient id="b" ${way}>${stops}</linearGradient></defs>${sheet('url(#b)')}`,
      };
    }
    case 'radial': {
      const stops = `<stop stop-color="${a}"/><stop offset="1" stop-color="${b}"/>`;
      return {
        kind,
        svg: `<defs><radialGradient id="b" r=".75">${stops}</radialGradient></defs>${sheet('url(#b)')}`,
      };
    }
    case 'dots': {
      const dot = `<circle cx="${step / 2}" cy="${step / 2}" r="${px(step * 0.18)}" fill="${b}"/>`;
      return { kind, svg: `<defs>${tile(step, dot)}</defs>${sheet(a)}${sheet('url(#b)')}` };
    }
    case 'stripes': {
      const stripe = `<rect width="${px(step / 2)}" height="${step}" fill="${b}"/>`;
      const turn = flip ? ' patternTransform="rotate(45)"' : '';
      return { kind, svg: `<defs>${tile(step, stripe, turn)}</defs>${sheet(a)}${sheet('url(#b)')}` };
    }
    case 'checks': {
      const half = px(step / 2);
      const check = `<path d="M0 0h${half}v${half}H0ZM${half} ${half}h${half}v${half}h-${half}Z" fill="${b}"/>`;
      return { kind, svg: `<defs>${tile(step, check)}</defs>${sheet(a)}${sheet('url(#b)')}` };
    }
    default:
      return { kind, svg: sheet(a) };
  }
}

function tile(step: number, content: string, more = ''): string {
  return `<pattern id="b" width="${step}" height="${step}" patternUnits="userSpaceOnUse"${more}>${content}</pattern>`;
}

/** What a product stands on or before. */
export function drawStage({ x, y, width, height }: Box, palette: Palette, random: Random): string {
  const middle = x + width / 2;
  const shadow = `<ellipse cx="${px(middle)}" cy="${px(y + height * 0.98)}" rx="${px(width * 0.42)}" ry="${px(height * 0.05)}" fill="#000000" fill-opacity=".2"/>`;
  switch (random.int(3)) {
    case 0:
      return `<circle cx="${px(middle)}" cy="${px(y + height / 2)}" r="${px(width * 0.52)}" fill="${palette.tint}" fill-opacity=".7"/>${shadow}`;
    case 1:
      return `<rect x="${px(x + width * 0.1)}" y="${px(y)}" width="${px(width * 0.8)}" height="${px(height)}" rx="${px(width * 0.08)}" fill="${palette.tint}" fill-opacity=".7"/>${shadow}`;
    default:
      return shadow;
  }
}

/** The mark of a brand: one of a few plain emblems, the same for the same number. */
export function drawMark({ x, y, width, height }: Box, color: string, hole: string, which: number): string {
  const [cx, cy, r] = [x + width / 2, y + height / 2, width / 2];
  const at = (dx: number, dy: number) => `${px(cx + dx * r)} ${px(cy + dy * r)}`;
  const round = disc(cx, cy, r, color);
  const square = plate({ x, y, width, height }, r * 0.4, color);
  switch (which % 4) {
    case 0:
      return `${round}<path d="M${at(-0.5, 0.4)}L${at(0, -0.55)}L${at(0.5, 0.4)}Z" fill="${hole}"/>`;
    case 1:
      return square + disc(cx, cy, r * 0.5, hole);
    case 2:
      return `<path d="M${at(0, -1)}L${at(1, 0)}L${at(0, 1)}L${at(-1, 0)}Z" fill="${color}"/><path d="M${at(0, -0.45)}L${at(0.45, 0)}L${at(0, 0.45)}L${at(-0.45, 0)}Z" fill="${hole}"/>`;
    default:
      return `${round}<rect x="${px(cx - r * 0.6)}" y="${px(cy - r * 0.18)}" width="${px(r * 1.2)}" height="${px(r * 0.36)}" fill="${hole}"/>`;
  }
}
