import { mix } from '../../images/color/index.js';
import type { Random } from '../../vectors/index.js';
import type { Box } from './box.js';
import type { Palette } from './palette.js';

const f = (x: number) => x.toFixed(1);

/** A star with `points` points around the middle of a box, as a path. */
export function burst({ x, y, width, height }: Box, points: number, inner: number): string {
  const corner = (i: number) => {
    const angle = (Math.PI * i) / points - Math.PI / 2;
    const radius = i % 2 ? inner : 1;
    return `${f(x + (width / 2) * (1 + radius * Math.cos(angle)))} ${f(y + (height / 2) * (1 + radius * Math.sin(angle)))}`;
  };
  return `M${Array.from({ length: 2 * points }, (_, i) => corner(i)).join('L')}Z`;
}

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
      const dot = `<circle cx="${step / 2}" cy="${step / 2}" r="${f(step * 0.18)}" fill="${b}"/>`;
      return { kind, svg: `<defs>${tile(step, dot)}</defs>${sheet(a)}${sheet('url(#b)')}` };
    }
    case 'stripes': {
      const stripe = `<rect width="${f(step / 2)}" height="${step}" fill="${b}"/>`;
      const turn = flip ? ' patternTransform="rotate(45)"' : '';
      return { kind, svg: `<defs>${tile(step, stripe, turn)}</defs>${sheet(a)}${sheet('url(#b)')}` };
    }
    case 'checks': {
      const half = f(step / 2);
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
  const shadow = `<ellipse cx="${f(middle)}" cy="${f(y + height * 0.98)}" rx="${f(width * 0.42)}" ry="${f(height * 0.05)}" fill="#000000" fill-opacity=".2"/>`;
  switch (random.int(3)) {
    case 0:
      return `<circle cx="${f(middle)}" cy="${f(y + height / 2)}" r="${f(width * 0.52)}" fill="${palette.tint}" fill-opacity=".7"/>${shadow}`;
    case 1:
      return `<rect x="${f(x + width * 0.1)}" y="${f(y)}" width="${f(width * 0.8)}" height="${f(height)}" rx="${f(width * 0.08)}" fill="${palette.tint}" fill-opacity=".7"/>${shadow}`;
    default:
      return shadow;
  }
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
      return `<circle cx="${f(x + width / 2)}" cy="${f(y + height / 2)}" r="${f(width * 0.4)}" fill="none" stroke="${color}" stroke-width="${f(width * 0.16)}"/>`;
    case 3:
      return `<path d="M${f(x)} ${f(y + height * 0.35)}h${f(width * 0.55)}v${f(-height * 0.25)}l${f(width * 0.45)} ${f(height * 0.4)}l${f(-width * 0.45)} ${f(height * 0.4)}v${f(-height * 0.25)}h${f(-width * 0.55)}Z" fill="${color}"/>`;
    default:
      return `<path d="M${f(x)} ${f(y + height / 2)}q${f(width * 0.17)} ${f(-height * 0.8)} ${f(width * 0.34)} 0t${f(width * 0.33)} 0t${f(width * 0.33)} 0" fill="none" stroke="${color}" stroke-width="${f(width * 0.13)}" stroke-linecap="round"/>`;
  }
}

/** The mark of a brand: one of a few plain emblems, the same for the same number. */
export function drawMark({ x, y, width, height }: Box, color: string, hole: string, which: number): string {
  const [cx, cy, r] = [x + width / 2, y + height / 2, width / 2];
  const at = (dx: number, dy: number) => `${f(cx + dx * r)} ${f(cy + dy * r)}`;
  const disc = `<circle cx="${f(cx)}" cy="${f(cy)}" r="${f(r)}" fill="${color}"/>`;
  const square = `<rect x="${f(x)}" y="${f(y)}" width="${f(width)}" height="${f(height)}" rx="${f(r * 0.4)}" fill="${color}"/>`;
  switch (which % 4) {
    case 0:
      return `${disc}<path d="M${at(-0.5, 0.4)}L${at(0, -0.55)}L${at(0.5, 0.4)}Z" fill="${hole}"/>`;
    case 1:
      return `${square}<circle cx="${f(cx)}" cy="${f(cy)}" r="${f(r * 0.5)}" fill="${hole}"/>`;
    case 2:
      return `<path d="M${at(0, -1)}L${at(1, 0)}L${at(0, 1)}L${at(-1, 0)}Z" fill="${color}"/><path d="M${at(0, -0.45)}L${at(0.45, 0)}L${at(0, 0.45)}L${at(-0.45, 0)}Z" fill="${hole}"/>`;
    default:
      return `${disc}<rect x="${f(cx - r * 0.6)}" y="${f(cy - r * 0.18)}" width="${f(r * 1.2)}" height="${f(r * 0.36)}" fill="${hole}"/>`;
  }
}
