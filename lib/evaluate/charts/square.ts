import type { ChartOptions, Figure } from '../../plot/index.js';
import { baseLayout, referenceColor } from '../../plot/index.js';

/** A straight dashed line from one point to another, such as the diagonal of chance or of perfection. */
export function guide(
  from: readonly [number, number],
  to: readonly [number, number],
  name: string,
): Figure['data'][number] {
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    x: [from[0], to[0]],
    y: [from[1], to[1]],
    line: { color: referenceColor, width: 1.5, dash: 'dash' },
    hoverinfo: 'skip',
  };
}

/** A chart whose plotting area is about a square: 520 pixels wide where there is room. */
export function squareFigure(data: Figure['data'], chart: ChartOptions): Figure {
  return {
    data,
    layout: { ...baseLayout({ height: 500, ...chart }), width: 520, showlegend: data.length > 1 },
  };
}
