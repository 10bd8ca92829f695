import { mix } from '../../images/color/index.js';
import type { Random } from '../../vectors/index.js';
import { lightness, shade } from '../drawing/shade.js';
import { type MaterialName, type Style, styles } from './attributes.js';
import type { SampleProduct } from './product.js';
import { textureOf } from './textures.js';

/** An SVG element without its paint: `rect x="1" …`. */
export type Shape = string;

const n = (x: number) => Math.round(x * 10) / 10;

export function rect(x: number, y: number, width: number, height: number, radius = 0): Shape {
  const r = Math.min(radius, width / 2, height / 2);
  return `rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(r)}"`;
}

export function ellipse(cx: number, cy: number, rx: number, ry = rx): Shape {
  return `ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}"`;
}

export function path(d: string): Shape {
  return `path d="${d}"`;
}

/** The height in pixels of the floor that furniture stands on; the picture is 256 × 256. */
export const floor = 212;

/** Draws one product: parts of the main material, parts of the trim (legs, frames), and plain paint. */
export interface Pen {
  readonly variant: string;
  readonly material: MaterialName;
  readonly style: Style;
  /** Rounding of edges that suits the style, pixels. */
  readonly corner: number;
  readonly random: Random;
  /** Colour of the main material. */
  readonly color: string;
  /** Colour of legs and frames. */
  readonly trimColor: string;
  /** A part of the main material, lighter (`tone` > 0) or darker. */
  body(shape: Shape, tone?: number): void;
  /** A part of the trim. */
  trim(shape: Shape, tone?: number): void;
  /** A part of any colour, lit like the others. */
  part(shape: Shape, color: string): void;
  /** Flat paint: `attributes` as SVG has them. */
  flat(shape: Shape, attributes: string): void;
  /** A line in the main colour, darkened: a seam, a gap between drawers. */
  seam(d: string, width?: number): void;
  /** Feet under a body at the given places, from `top` to the floor, as the style shapes them. */
  legs(xs: readonly number[], top: number, own?: boolean): void;
  /** Everything drawn so far, with its definitions. */
  svg(): string;
}

export function createPen(
  product: SampleProduct,
  color: string,
  random: Random,
  lightFromLeft: boolean,
): Pen {
  const style: Style = styles[product.style];
  const luminance = lightness(color);
  const texture = textureOf(product.material, luminance, random);
  const trimColor = trimOf(product, color);
  const gradients = new Map<string, string>();
  const out: string[] = [];
  const lit = (hex: string) => {
    if (!gradients.has(hex)) {
      const way = lightFromLeft ? 'x1="0" x2="1"' : 'x1="1" x2="0"';
      gradients.set(
        hex,
        `<linearGradient id="g${gradients.size}" ${way} y1="0" y2="1"><stop offset="0" stop-color="${shade(hex, 0.13)}"/>` +
          `<stop offset=".5" stop-color="${hex}"/><stop offset="1" stop-color="${shade(hex, -0.16)}"/></linearGradient>`,
      );
    }
    return `url(#g${[...gradients.keys()].indexOf(hex)})`;
  };
  const opacity = product.material === 'glass' ? ' fill-opacity=".62"' : '';
  const edge = mix(color, '#000000', luminance > 0.75 ? 0.25 : 0.45);
  const pen: Pen = {
    variant: product.variant,
    material: product.material,
    style,
    corner: style.corner,
    random,
    color,
    trimColor,
    body(shape, tone = 0) {
      out.push(
        `<${shape} fill="${lit(shade(color, tone))}"${opacity} stroke="${edge}" stroke-opacity=".35" stroke-width=".8"/>`,
      );
      for (const paint of texture.paints) out.push(`<${shape} fill="${paint}"/>`);
    },
    trim: (shape, tone = 0) => void out.push(`<${shape} fill="${lit(shade(trimColor, tone))}"/>`),
    part: (shape, hex) => void out.push(`<${shape} fill="${lit(hex)}"/>`),
    flat: (shape, attributes) => void out.push(`<${shape} ${attributes}/>`),
    seam: (d, width = 1.2) =>
      void out.push(
        `<path d="${d}" fill="none" stroke="${edge}" stroke-opacity=".6" stroke-width="${width}" stroke-linecap="round"/>`,
      ),
    legs(xs, top, own = false) {
      const middle = xs.reduce((sum, x) => sum + x, 0) / xs.length;
      for (const x of xs) (own ? pen.body : pen.trim)(leg(style.leg, x, top, Math.sign(x - middle)));
    },
    svg: () => `<defs>${texture.defs}${[...gradients.values()].join('')}</defs>${out.join('')}`,
  };
  return pen;
}

/** Frames around glass take the product's colour: glass itself has none. Dark legs would vanish under dark wood. */
function trimOf(product: SampleProduct, color: string): string {
  if (product.material === 'glass') return color;
  if (product.material === 'metal' && product.style !== 'rustic') return shade(color, -0.1);
  return styles[product.style].trim;
}

function leg(kind: Style['leg'], x: number, top: number, lean: number): Shape {
  const h = floor - top;
  switch (kind) {
    case 'straight':
      return rect(x - 2.5, top, 5, h, 1);
    case 'thin':
      return rect(x - 1.8, top, 3.6, h);
    case 'block':
      return rect(x - 5, top, 10, h, 1.5);
    case 'tapered': {
      const out = lean * Math.min(9, h * 0.22);
      return path(`M${n(x - 4)} ${n(top)}h8L${n(x + out + 2)} ${floor}h-4Z`);
    }
    case 'turned': {
      const w = 5;
      const bulge = (at: number) => n(top + h * at);
      return path(
        `M${n(x - w)} ${n(top)}H${n(x + w)}Q${n(x + 1.5)} ${bulge(0.25)} ${n(x + w - 0.5)} ${bulge(0.5)}T${n(x + 2.5)} ${bulge(0.85)}` +
          `q3 0 2.5 ${n(h * 0.15)}H${n(x - 5)}q-.5 ${n(-h * 0.15)} 2.5 ${n(-h * 0.15)}Q${n(x - w - 1)} ${bulge(0.7)} ${n(x - w + 0.5)} ${bulge(0.5)}T${n(x - w)} ${n(top)}Z`,
      );
    }
  }
}
