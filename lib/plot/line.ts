import type { ChartOptions, Figure, Interval, Layout, Trace, Values } from './figure.js';
import { baseLayout, plotColors, plotText } from './theme.js';

/** One line: y over x. */
export interface LineSeries {
  readonly name: string;
  readonly x: Values;
  readonly y: ArrayLike<number>;
  /** Drawn as a band around the line. */
  readonly interval?: Interval;
  readonly color?: string;
  readonly dashed?: boolean;
}

export interface LineChartOptions extends ChartOptions {
  /** What is drawn: a line a series. */
  readonly series: readonly LineSeries[];
  /** Whether there is a dot at each point. Default true up to 40 points. */
  readonly markers?: boolean;
  /** Whether the x axis is logarithmic. Default false. */
  readonly logX?: boolean;
  /** Whether the y axis is logarithmic. Default false. */
  readonly logY?: boolean;
}

/** Lines, such as a metric over epochs or over a weight, each with the band of its interval. */
export function lineChart({ series, markers, logX, logY, ...chart }: LineChartOptions): Figure {
  const data: Trace[] = series.flatMap(({ name, x, y, interval, color, dashed }, index) => {
    const xs = Array.from(x as ArrayLike<number | string>);
    const ink = color ?? plotColors[index % plotColors.length];
    const dots = markers ?? xs.length <= 40;
    const band: Trace[] = interval
      ? [
          {
            type: 'scatter',
            mode: 'lines',
            x: [...xs, ...xs.slice().reverse()],
            y: [...Array.from(interval.high), ...Array.from(interval.low).reverse()],
            fill: 'toself',
            fillcolor: translucent(ink, 0.2),
            line: { width: 0, color: ink },
            hoverinfo: 'skip',
            showlegend: false,
            name: plotText(name),
          },
        ]
      : [];
    return [
      ...band,
      {
        type: 'scatter',
        mode: dots ? 'lines+markers' : 'lines',
        name: plotText(name),
        x: xs,
        y: Array.from(y),
        line: { color: ink, width: 2, ...(dashed ? { dash: 'dash' } : {}) },
        ...(dots ? { marker: { color: ink, size: 6 } } : {}),
      },
    ];
  });
  return { data, layout: { ...logLayout(baseLayout(chart), logX, logY), showlegend: series.length > 1 } };
}

/** The layout with logarithmic axes where asked; ranges and places of texts become exponents, as plotly wants them. */
export function logLayout(layout: Layout, logX?: boolean, logY?: boolean): Layout {
  const log = (axis: unknown) => {
    const { range } = axis as { range?: number[] };
    return { ...(axis as Layout), type: 'log', ...(range ? { range: range.map(Math.log10) } : {}) };
  };
  const annotations = (layout.annotations as { x: number; xref: string; y: number; yref: string }[]).map(
    (note) => ({
      ...note,
      x: logX && note.xref === 'x' ? Math.log10(note.x) : note.x,
      y: logY && note.yref === 'y' ? Math.log10(note.y) : note.y,
    }),
  );
  return {
    ...layout,
    annotations,
    ...(logX ? { xaxis: log(layout.xaxis) } : {}),
    ...(logY ? { yaxis: log(layout.yaxis) } : {}),
  };
}

function translucent(hex: string, opacity: number): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `rgba(${red},${green},${blue},${opacity})`;
}
