import { writeFileAtomic } from '../store/index.js';
import type { Figure } from './figure.js';

/**
 * Draws a plotly figure as PNG at twice its size (760 × 420 pixels by default, so 1520 × 840), without a browser
 * and with the library's own font: the same bytes on every machine. Drawn are traces of type bar, scatter, histogram
 * and heatmap.
 *
 * @throws {UserError} for another type of trace, or an attribute of the wrong shape.
 */
export async function plotPng(figure: Figure): Promise<Uint8Array> {
  const { drawPng } = await import('./draw/png.js');
  return drawPng(figure);
}

/**
 * Draws a plotly figure into a PNG file; its folder is made where it is missing.
 *
 * @throws {UserError} as `plotPng` does.
 * @example await savePlot(barChart({ … }), run.path('plots', 'quality.png'))
 */
export async function savePlot(figure: Figure, file: string): Promise<void> {
  const png = await plotPng(figure);
  await writeFileAtomic(file, png);
}
