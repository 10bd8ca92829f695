import { hexContrast, hsl } from '../../images/color/index.js';

/** A tinted text colour whose smallest contrast with the backgrounds is as near as can be to the one wanted. */
export function inkFor(background: readonly string[], hue: number, contrast: number): string {
  let best = '#000000';
  let bestError = Number.POSITIVE_INFINITY;
  for (let step = 0; step <= 100; step++) {
    const color = hsl(hue, 0.25, step / 100);
    const ratio = Math.min(...background.map((other) => hexContrast(color, other)));
    const error = Math.abs(Math.log(ratio / contrast));
    if (error < bestError) [best, bestError] = [color, error];
  }
  return best;
}
