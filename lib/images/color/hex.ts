/** '#rrggbb' as three numbers in [0, 255]. */
export function channels(hex: string): [number, number, number] {
  const n = Number.parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

/** Numbers in [0, 255] as '#rrggbb', rounded. */
export function hexOf(rgb: readonly number[]): string {
  return `#${rgb.map((x) => Math.round(x).toString(16).padStart(2, '0')).join('')}`;
}

/** Hue in degrees, saturation and lightness in [0, 1], as '#rrggbb'. Source: CSS Color Module 4, section 7. */
export function hsl(hue: number, saturation: number, lightness: number): string {
  const a = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (((n + hue / 30) % 12) + 12) % 12;
    const value = lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.min(1, Math.max(0, value)) * 255;
  };
  return hexOf([channel(0), channel(8), channel(4)]);
}

/** A colour part of the way (`amount` in [0, 1]) from one to another. */
export function mix(from: string, to: string, amount: number): string {
  const b = channels(to);
  return hexOf(channels(from).map((x, i) => x + (b[i] - x) * amount));
}
