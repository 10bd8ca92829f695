import { describeFigure, type Figure, plotPng } from '../../plot/index.js';
import { newHtmlDisplay } from './display.js';
import { escapeHtml } from './html.js';

/**
 * A picture in the output of the running cell that each call draws anew, in the same place; outside a notebook the
 * calls do nothing.
 * @example const draw = livePlot(); await draw(lineChart({ … })); await draw(lineChart({ … }))
 */
export function livePlot(): (figure: Figure) => Promise<void> {
  const show = newHtmlDisplay();
  if (!show) return async () => {};
  return async (figure) => {
    const png = Buffer.from(await plotPng(figure)).toString('base64');
    show(
      `<img style="display:block;width:100%;max-width:760px;height:auto;border-radius:6px" alt="${escapeHtml(describeFigure(figure))}" src="data:image/png;base64,${png}">`,
    );
  };
}
