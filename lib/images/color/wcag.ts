import { channels } from './hex.js';

/** Linear light in [0, 1] of an sRGB byte. Source: IEC 61966-2-1. */
export const linearLight = Float64Array.from({ length: 256 }, (_, v) => {
  const c = v / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
});

/** Relative luminance in [0, 1] of an sRGB colour, channels in 0…255. Source: WCAG 2.2, "relative luminance". */
export function relativeLuminance(red: number, green: number, blue: number): number {
  return (
    0.2126 * linearLight[Math.round(red)] +
    0.7152 * linearLight[Math.round(green)] +
    0.0722 * linearLight[Math.round(blue)]
  );
}

/** Contrast ratio in [1, 21] of two relative luminances. Source: WCAG 2.2, "contrast ratio". */
export function contrastRatio(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** `contrastRatio` of two sRGB colours, '#rrggbb'. */
export function hexContrast(a: string, b: string): number {
  return contrastRatio(relativeLuminance(...channels(a)), relativeLuminance(...channels(b)));
}
