import type { PaletteColor } from '../../images/color/index.js';

/** Sectors of the hue wheel, degrees: the templates i, V, L, I, T, Y and X of Matsuda as Cohen-Or et al. (2006) give them. */
const templates: readonly (readonly { readonly center: number; readonly width: number }[])[] = [
  [{ center: 0, width: 18 }],
  [{ center: 0, width: 93.6 }],
  [
    { center: 0, width: 18 },
    { center: 90, width: 79.2 },
  ],
  [
    { center: 0, width: 18 },
    { center: 180, width: 18 },
  ],
  [{ center: 0, width: 180 }],
  [
    { center: 0, width: 93.6 },
    { center: 180, width: 18 },
  ],
  [
    { center: 0, width: 93.6 },
    { center: 180, width: 93.6 },
  ],
];
/** Colours of less chroma have no hue to speak of. */
const greyBelow = 8;
/** Degrees off a template at which nothing is left of harmony. */
const worst = 45;

/**
 * How well the hues of a palette fit a scheme that is known to be harmonious, in [0, 1]: 1 where all lie inside the
 * sectors of a template in its best rotation, or where all is grey. Hues count by share × chroma.
 * Wide templates fit anything, so a template's width takes away up to a quarter.
 * Source: Cohen-Or, Sorkine, Gal, Leyvand & Xu, "Color Harmonization" (2006).
 */
export function hueHarmony(colors: readonly PaletteColor[]): number {
  const hues = colors
    .map(({ lab: [, a, b], share }) => {
      const chroma = Math.hypot(a, b);
      return { hue: (Math.atan2(b, a) * 180) / Math.PI, weight: chroma < greyBelow ? 0 : share * chroma };
    })
    .filter(({ weight }) => weight > 0);
  const total = hues.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return 1;
  let best = 0;
  for (const sectors of templates) {
    const width = sectors.reduce((sum, sector) => sum + sector.width, 0);
    for (let turn = 0; turn < 360; turn += 5) {
      let off = 0;
      for (const { hue, weight } of hues) {
        let nearest = 180;
        for (const sector of sectors) {
          const d = Math.abs(((((hue - turn - sector.center) % 360) + 540) % 360) - 180);
          nearest = Math.min(nearest, Math.max(0, d - sector.width / 2));
        }
        off += weight * Math.min(1, nearest / worst);
      }
      best = Math.max(best, (1 - off / total) * (1 - (0.25 * width) / 360));
    }
  }
  return best;
}
