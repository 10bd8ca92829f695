import type { Spec } from 'vega';
import type { Figure } from '../figure.js';
import { plotHeight, wrapLines } from '../theme.js';
import { axisOf, axisSpec, scaleSpec, type Vega } from './axes.js';
import { barLayer } from './bars.js';
import { histogramLayer } from './bins.js';
import { heatmapLayer, zRange } from './cells.js';
import { stopsOf } from './colors.js';
import { scatterLayer } from './curves.js';
import { colorOf, type Layer, type Surroundings } from './layer.js';
import { overlayMarks } from './overlay.js';
import { type DrawnTrace, type HeatmapTrace, parseFigure } from './parse.js';

const plotWidth = 760;

const config = {
  axis: {
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelColor: '#333333',
    titleColor: '#333333',
    gridColor: '#e4e7ea',
    domainColor: '#8a9096',
    tickColor: '#8a9096',
    titlePadding: 10,
    labelPadding: 5,
  },
  legend: { labelFontSize: 11, labelColor: '#333333', titleFontSize: 11, padding: 4 },
  title: { fontSize: 16, fontWeight: 'bold', color: '#1a1d20', anchor: 'start', frame: 'bounds', offset: 12 },
};

/**
 * The Vega specification that draws a plotly figure.
 *
 * @param textWidth width of a text in pixels at a font size (11 by default).
 */
export function vegaSpec(figure: Figure, textWidth: (text: string, size?: number) => number): Spec {
  const drawn = parseFigure(figure);
  const { traces, layout } = drawn;
  const [x, y] = [axisOf('x', drawn), axisOf('y', drawn)];
  const width = layout.width ?? plotWidth;
  const around: Surroundings = { x, y, layout, all: traces, textWidth };
  const layers = traces.map((trace) => layerOf(trace, around));
  const heatmap = traces.find((trace): trace is HeatmapTrace => trace.type === 'heatmap');
  const padding = heatmap ? 0 : (layout.bargap ?? 0.2);
  const xScale = scaleSpec(
    x,
    layers.flatMap((layer) => layer.xs),
    padding,
  );
  const yScale = scaleSpec(
    y,
    layers.flatMap((layer) => layer.ys),
    padding,
  );
  const { below, above } = overlayMarks(layout, x, y);
  const legends = heatmap?.showscale ? gradientLegend(heatmap) : nameLegend(around, width);
  const axes = [
    layout.xaxis.visible && axisSpec(x, xScale, width, textWidth),
    layout.yaxis.visible && axisSpec(y, yScale, width, textWidth),
  ].filter((axis): axis is Vega => axis !== false);
  return {
    width,
    height: layout.height ?? plotHeight,
    padding: 14,
    autosize: { type: 'fit', contains: 'padding' },
    background: '#ffffff',
    config,
    ...(layout.title
      ? {
          title: {
            text: layout.title
              .split('\n')
              .flatMap((part) => wrapLines(part, (line) => textWidth(line, 17) <= width - 40)),
          },
        }
      : {}),
    data: layers.flatMap((layer) => layer.data),
    scales: [xScale, yScale, ...legends.scales],
    axes,
    legends: legends.legends,
    marks: [...below, ...layers.flatMap((layer) => layer.marks), ...above],
  } as unknown as Spec;
}

function layerOf(trace: DrawnTrace, around: Surroundings): Layer {
  switch (trace.type) {
    case 'bar':
      return barLayer(trace, around);
    case 'scatter':
      return scatterLayer(trace, around);
    case 'histogram':
      return histogramLayer(trace, around);
    case 'heatmap':
      return heatmapLayer(trace, around);
  }
}

interface Legends {
  readonly scales: Vega[];
  readonly legends: Vega[];
}

function nameLegend(around: Surroundings, width: number): Legends {
  const { all, layout } = around;
  const named = all.filter((trace) => trace.showlegend !== false && trace.name);
  if (!(layout.showlegend ?? named.length > 1) || named.length === 0) return { scales: [], legends: [] };
  const colors = new Map(named.map((trace) => [trace.name as string, colorOf(trace, around)]));
  const widest = Math.min(300, Math.max(...[...colors.keys()].map((name) => around.textWidth(name))));
  return {
    scales: [{ name: 'names', type: 'ordinal', domain: [...colors.keys()], range: [...colors.values()] }],
    legends: [
      {
        fill: 'names',
        orient: 'top',
        direction: 'horizontal',
        columns: Math.max(1, Math.floor((width - 80) / (widest + 36))),
        columnPadding: 16,
        rowPadding: 4,
        symbolType: 'square',
        symbolSize: 110,
        symbolStrokeWidth: 0,
        labelLimit: 300,
        offset: 10,
      },
    ],
  };
}

function gradientLegend(trace: HeatmapTrace): Legends {
  const { low, high } = zRange(trace);
  const stops = stopsOf(trace.colorscale, trace.reversescale);
  const domain = stops.map(([at]) => low + at * (high - low || 1));
  return {
    scales: [{ name: 'shade', type: 'linear', domain, range: stops.map(([, color]) => color), zero: false }],
    legends: [
      {
        fill: 'shade',
        type: 'gradient',
        orient: 'right',
        gradientLength: 200,
        gradientThickness: 12,
        offset: 16,
        tickCount: 5,
      },
    ],
  };
}
