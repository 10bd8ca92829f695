import { shown, UserError } from '../../errors/index.js';
import { blueScale, colorscale, divergingScale } from '../theme.js';

type Stop = readonly [number, string];

const scales: Readonly<Record<string, readonly string[]>> = {
  Blues: blueScale,
  RdBu: divergingScale,
  Greys: ['#000000', '#ffffff'],
  Viridis: ['#440154', '#46327e', '#365c8d', '#277f8e', '#1fa187', '#4ac16d', '#a0da39', '#fde725'],
  Cividis: ['#00224e', '#35456c', '#666970', '#948e77', '#c8b866', '#fee838'],
};

/** The stops of a colour scale given by name or in full. */
export function stopsOf(scale: string | readonly Stop[] | undefined, reversed = false): readonly Stop[] {
  if (typeof scale === 'string' && !Object.hasOwn(scales, scale)) {
    throw new UserError(
      `cannot draw colour scale ${shown(scale)}; known are ${Object.keys(scales).join(', ')}`,
    );
  }
  const stops = typeof scale === 'string' ? colorscale(scales[scale]) : (scale ?? colorscale(blueScale));
  return reversed ? stops.map(([at, color]): Stop => [1 - at, color]).reverse() : stops;
}

/** The colour at a share of the way along, 0 to 1, mixed linearly between `#rrggbb` stops. */
export function colorAt(stops: readonly Stop[], share: number): string {
  const at = Math.min(1, Math.max(0, share));
  const next = Math.max(
    1,
    stops.findIndex(([stop]) => stop >= at),
  );
  const [from, to] = [stops[next - 1], stops[next]];
  const mix = (at - from[0]) / (to[0] - from[0] || 1);
  const channels = [0, 1, 2].map((i) => {
    const [a, b] = [from[1], to[1]].map((color) => channel(color, i));
    return Math.round(a + (b - a) * mix);
  });
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function channel(color: string, index: number): number {
  if (color.startsWith('#')) return Number.parseInt(color.slice(1 + 2 * index, 3 + 2 * index), 16);
  return Number((color.match(/[\d.]+/g) ?? [])[index] ?? 128);
}
