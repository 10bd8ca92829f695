import { overlap } from '../drawing/box.js';
import { extent, type Part } from './part.js';
import type { Sheet } from './sheet.js';

/** Moves and tilts parts off the grid, as far as they may go; tells the alignment that is left. */
export function misalign(
  parts: readonly Part[],
  { plan: { width, height, aims }, bottom, random }: Sheet,
): { readonly value: number; tilt(): number } {
  const off = 1 - aims.alignment;
  const sign = () => (random.int(2) ? 1 : -1);
  const tilt = () => (off < 0.12 ? 0 : sign() * 11 * off * (0.7 + 0.6 * random.uniform()));
  let sum = 0;
  for (const part of parts) {
    const { box } = part;
    const others = parts.filter((other) => other !== part);
    for (let reach = 1; reach > 0.2; reach *= 0.85) {
      const turn = reach * tilt();
      const dx = sign() * 0.05 * width * off * reach * (0.7 + 0.6 * random.uniform());
      const dy = sign() * 0.05 * height * off * reach * (0.4 + 0.6 * random.uniform());
      const moved = { ...part, box: { ...box, x: box.x + dx, y: box.y + dy }, tilt: turn };
      const around = extent(moved);
      const inside =
        around.x >= 0.03 * width &&
        around.x + around.width <= 0.97 * width &&
        around.y >= 0.15 * height &&
        around.y + around.height <= bottom - 0.01 * height;
      if (!inside || others.some((other) => overlap(around, extent(other)) > 0)) continue;
      part.box = moved.box;
      part.tilt = turn;
      sum += (Math.abs(dx) / (0.05 * width) + Math.abs(turn) / 11) / 2;
      break;
    }
  }
  return { value: Math.min(1, Math.max(0, 1 - sum / parts.length)), tilt };
}
