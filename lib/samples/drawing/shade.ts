import { channels, mix } from '../../images/color/index.js';

/** Lighter for positive amounts, darker for negative ones, in [-1, 1]. */
export function shade(hex: string, amount: number): string {
  return amount >= 0 ? mix(hex, '#ffffff', amount) : mix(hex, '#0b0a0c', -amount);
}

/** How light a colour looks, in [0, 1]: its channels weighted as television did. Source: ITU-R BT.601. */
export function lightness(hex: string): number {
  const [r, g, b] = channels(hex);
  return (0.3 * r + 0.59 * g + 0.11 * b) / 255;
}
