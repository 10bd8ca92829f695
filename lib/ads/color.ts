/** '#rrggbb' as three numbers in [0, 255]. */
export function channels(hex: string): [number, number, number] {
  const n = Number.parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

/** Hue in degrees, saturation and lightness in [0, 1], as '#rrggbb'. Source: CSS Color Module 4, section 7. */
export function hsl(hue: number, saturation: number, lightness: number): string {
  const a = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (((n + hue / 30) % 12) + 12) % 12;
    const value = lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(Math.min(1, Math.max(0, value)) * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** A colour part of the way (`amount` in [0, 1]) from one to another. */
export function mix(from: string, to: string, amount: number): string {
  const b = channels(to);
  const mixed = channels(from).map((x, i) => Math.round(x + (b[i] - x) * amount));
  return `#${mixed.map((x) => x.toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance in [0, 1] of an sRGB colour. Source: WCAG 2.2, "relative luminance". */
export function relativeLuminance(hex: string): number {
  const [r, g, b] = channels(hex).map((value) => {
    const c = value / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** (L₁ + 0.05) / (L₂ + 0.05), L₁ the lighter: 1 for equal colours, 21 for black and white. Source: WCAG 2.2. */
export function contrastRatio(a: string, b: string): number {
  const [x, y] = [relativeLuminance(a), relativeLuminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}
