import type { ChartOptions, Figure, Layout } from './figure.js';
import { baseLayout, blueScale, colorscale, divergingScale, plotText, wrappedTicks } from './theme.js';

export interface HeatmapOptions extends ChartOptions {
  /** `values[row][column]`; NaN leaves a cell empty. */
  readonly values: readonly ArrayLike<number>[];
  /** Names of the columns, from left to right. */
  readonly columns: readonly string[];
  /** Names of the rows; the first is on top. */
  readonly rows: readonly string[];
  /** Decimals of the value printed in each cell. Default none is printed. */
  readonly labels?: number;
  /** Whether colours go about zero, blue below and orange above. Default false. */
  readonly diverging?: boolean;
}

/** Coloured cells, such as a confusion matrix or correlations. */
export function heatmap({
  values,
  columns,
  rows,
  labels,
  diverging = false,
  ...chart
}: HeatmapOptions): Figure {
  const z = values.map((row) => Array.from(row, (value) => (Number.isFinite(value) ? value : null)));
  const layout = baseLayout(chart);
  const largest = Math.max(1e-12, ...z.flat().map((value) => Math.abs(value ?? 0)));
  return {
    data: [
      {
        type: 'heatmap',
        x: columns.map(plotText),
        y: rows.map(plotText),
        z,
        colorscale: colorscale(diverging ? divergingScale : blueScale),
        ...(diverging ? { zmin: -largest, zmax: largest } : {}),
        xgap: 1,
        ygap: 1,
        colorbar: { thickness: 12, outlinewidth: 0 },
        ...(labels === undefined ? {} : { texttemplate: `%{z:.${labels}f}` }),
      },
    ],
    layout: {
      ...layout,
      xaxis: { ...(layout.xaxis as Layout), type: 'category', showgrid: false },
      yaxis: {
        ...(layout.yaxis as Layout),
        type: 'category',
        autorange: 'reversed',
        showgrid: false,
        ...wrappedTicks(rows),
      },
    },
  };
}
