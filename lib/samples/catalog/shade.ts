/** '#rrggbb' as three numbers in [0, 255]. */
export function channels(hex: string): [number, number, number] {
  const n = Number.parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

/** A colour part of the way (`amount` in [0, 1]) from one to another. */
export function mix(from: string, to: string, amount: number): string {
  const a = channels(from);
  const b = channels(to);
  const mixed = a.map((x, i) => Math.round(x + (b[i] - x) * amount));
  return `#${mixed.map((x) => Math.min(255, Math.max(0, x)).toString(16).padStart(2, '0')).join('')}`;
}

/** Lighter for positive amounts, darker for negative ones, in [-1, 1]. */
export function shade(hex: string, amount: number): string {
  return amount >= 0 ? mix(hex, '#ffffff', amount) : mix(hex, '#0b0a0c', -amount);
}
