import type { Box } from '../drawing/box.js';
import { inkFor } from '../drawing/ink.js';
import { px } from '../drawing/svg.js';
import { fitText, textSvg } from '../drawing/type.js';
import type { AdText } from './compliance.js';
import type { Sheet } from './sheet.js';
import { adText } from './typeset.js';

/** The small print, on a strip along the lower edge. */
export function disclaimer(
  { plan: { width }, copy, scale, under, inkHue }: Sheet,
  { x, y, height }: Box,
): { readonly svg: string; readonly text: AdText } {
  const back = inkFor(under, inkHue, 12);
  const ink = inkFor([back], inkHue, 9);
  const fine = fitText(copy.disclaimer, false, 0.034 * scale, { width: width * 0.88, height: height * 0.8 });
  const at = { x, y: y + (height - fine.height) / 2, width, height: fine.height };
  return {
    svg:
      `<rect x="${x}" y="${px(y)}" width="${width}" height="${px(height + 1)}" fill="${back}"/>` +
      textSvg(fine, at, 'middle', ink),
    text: adText('disclaimer', fine, ink, [back]),
  };
}
