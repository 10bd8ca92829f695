import * as color from '../images/color/index.js';

/** Relative luminance in [0, 1] of an sRGB colour, '#rrggbb'. Source: WCAG 2.2, "relative luminance". */
export function relativeLuminance(hex: string): number {
  return color.relativeLuminance(...color.channels(hex));
}

/** Contrast ratio in [1, 21] of two sRGB colours, '#rrggbb'. Source: WCAG 2.2, "contrast ratio". */
export function contrastRatio(a: string, b: string): number {
  return color.contrastRatio(relativeLuminance(a), relativeLuminance(b));
}
