import { onAxis, place, type Vega } from './axes.js';
import { colorAt, stopsOf } from './colors.js';
import { colorOf, errorMarks, type Layer, type Surroundings } from './layer.js';
import type { Datum, ScatterTrace } from './parse.js';

const DASHES: Readonly<Record<string, number[]>> = {
  dash: [6, 4],
  dot: [2, 3],
  dashdot: [6, 3, 2, 3],
  longdash: [10, 5],
};

/** Vega's dash pattern for plotly's name of it. */
export function dashOf(name: string | undefined): number[] {
  return DASHES[name ?? 'solid'] ?? [];
}

/** Lines, points, labels at points, and filled bands. */
export function scatterLayer(trace: ScatterTrace, around: Surroundings): Layer {
  const { x, y } = around;
  const name = `curve${around.all.indexOf(trace)}`;
  const color = colorOf(trace, around);
  const points = pointsOf(trace, around);
  const at = { x: place(x, 'x'), y: place(y, 'y') };
  const marks: Vega[] = [];
  const data: Vega[] = [{ name, values: points }];
  if (trace.fill !== 'none') {
    const outline = bandOutline(trace, around, points);
    data.push({ name: `${name}band`, values: outline });
    const fill = trace.fillcolor ?? color;
    const fillOpacity = trace.fillcolor ? 1 : 0.3;
    marks.push({
      type: 'line',
      from: { data: `${name}band` },
      clip: true,
      encode: {
        update: {
          ...at,
          interpolate: { value: 'linear-closed' },
          fill: { value: fill },
          fillOpacity: { value: fillOpacity },
          strokeWidth: { value: 0 },
        },
      },
    });
  }
  const width = trace.line.width ?? 2;
  if (trace.mode.includes('lines') && width > 0) {
    marks.push({
      type: 'line',
      from: { data: name },
      clip: true,
      encode: {
        update: {
          ...at,
          defined: { signal: 'isValid(datum.x) && isValid(datum.y)' },
          stroke: { value: color },
          strokeWidth: { value: width },
          strokeDash: { value: dashOf(trace.line.dash) },
          strokeJoin: { value: 'round' },
          opacity: { value: trace.opacity },
        },
      },
    });
  }
  for (const [along, error] of [
    ['x', trace.error_x],
    ['y', trace.error_y],
  ] as const) {
    if (!error?.visible) continue;
    const ends = points.flatMap((point, i) => {
      const value = point[along];
      if (typeof value !== 'number') return [];
      return [
        {
          ...point,
          low: value - Number((error.arrayminus ?? error.array)[i] ?? 0),
          high: value + Number(error.array[i] ?? 0),
        },
      ];
    });
    data.push({ name: `${name}error${along}`, values: ends });
    marks.push(
      ...errorMarks(`${name}error${along}`, along, along === 'y' ? at.x : at.y, error.color ?? color),
    );
  }
  const whole = points.filter((point) => isGiven(point.x) && isGiven(point.y));
  data.push({ name: `${name}points`, values: whole });
  if (trace.mode.includes('markers')) {
    marks.push({
      type: 'symbol',
      from: { data: `${name}points` },
      clip: false,
      encode: {
        update: {
          ...at,
          fill: { field: 'color' },
          size: { value: (trace.marker.size ?? 6) ** 2 },
          opacity: { value: trace.marker.opacity ?? trace.opacity },
        },
      },
    });
  }
  if (trace.mode.includes('text')) {
    marks.push({
      type: 'text',
      from: { data: `${name}points` },
      encode: {
        update: {
          x: at.x,
          y: { ...at.y, offset: -7 },
          text: { field: 'label' },
          align: { value: 'center' },
          baseline: { value: 'bottom' },
          fill: { value: '#333333' },
        },
      },
    });
  }
  const reach = data.flatMap((set) => set.values as Record<string, Datum>[]);
  return {
    data,
    marks,
    xs: reach.map((row) => row.x),
    ys: trace.fill === 'tozeroy' ? [0, ...reach.map((row) => row.y)] : reach.map((row) => row.y),
  };
}

function isGiven(value: Datum): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : value !== null;
}

interface Point extends Record<string, unknown> {
  readonly x: Datum;
  readonly y: Datum;
}

function pointsOf(trace: ScatterTrace, around: Surroundings): Point[] {
  const color = colorOf(trace, around);
  const own = trace.marker.color;
  const numeric = Array.isArray(own) ? own.filter((value): value is number => typeof value === 'number') : [];
  const [low, high] = [Math.min(...numeric), Math.max(...numeric)];
  const stops = stopsOf(trace.marker.colorscale);
  return trace.y.map((y, i) => {
    const shade = Array.isArray(own) ? own[i] : color;
    const x = trace.x ? trace.x[i] : i;
    const label = Array.isArray(trace.text) ? trace.text[i] : trace.text;
    return {
      x: onAxis(around.x, isGiven(x) ? x : null),
      y: onAxis(around.y, isGiven(y) ? y : null),
      color: typeof shade === 'number' ? colorAt(stops, (shade - low) / (high - low || 1)) : (shade ?? color),
      ...(label && trace.mode.includes('text') ? { label } : {}),
    };
  });
}

/** The closed outline of a filled area: the trace itself, down to zero, or back along the trace before it. */
function bandOutline(trace: ScatterTrace, around: Surroundings, points: readonly Point[]): Point[] {
  const whole = (list: readonly Point[]) => list.filter((point) => isGiven(point.x) && isGiven(point.y));
  const upper = whole(points);
  if (trace.fill === 'toself') return upper;
  if (trace.fill === 'tozeroy') return [...upper, ...upper.map((point) => ({ ...point, y: 0 })).reverse()];
  const before = around.all
    .slice(0, around.all.indexOf(trace))
    .filter((other): other is ScatterTrace => other.type === 'scatter')
    .at(-1);
  return before ? [...upper, ...whole(pointsOf(before, around)).reverse()] : upper;
}
