import { onAxis, place, type Vega } from './axes.js';
import { colorAt, stopsOf } from './colors.js';
import { colorOf, errorEnds, errorMarks, type Layer, type Surroundings } from './layer.js';
import type { Datum, ScatterTrace } from './parse.js';

const dashes: Readonly<Record<string, number[]>> = {
  dash: [6, 4],
  dot: [2, 3],
  dashdot: [6, 3, 2, 3],
  longdash: [10, 5],
};

/** Vega's dash pattern for plotly's name of it. */
export function dashOf(name: string | undefined): number[] {
  return dashes[name ?? 'solid'] ?? [];
}

/** Lines, points, labels at points, and filled bands. */
export function scatterLayer(trace: ScatterTrace, around: Surroundings): Layer {
  const name = `curve${around.all.indexOf(trace)}`;
  const color = colorOf(trace, around);
  const points = pointsOf(trace, around);
  const at = { x: place(around.x, 'x'), y: place(around.y, 'y') };
  const data: Vega[] = [{ name, values: points }];
  const marks: Vega[] = [];
  if (trace.fill !== 'none') {
    data.push({ name: `${name}band`, values: bandOutline(trace, around, points) });
    marks.push(bandMark(`${name}band`, at, trace.fillcolor, color));
  }
  if (trace.mode.includes('lines') && (trace.line.width ?? 2) > 0) {
    marks.push(lineMark(name, at, trace, color));
  }
  for (const along of ['x', 'y'] as const) {
    const error = trace[`error_${along}`];
    if (!error?.visible) continue;
    const ends = points.flatMap((point, i) => {
      const value = point[along];
      return typeof value === 'number' ? [{ ...point, ...errorEnds(error, i, value) }] : [];
    });
    const ofErrors = `${name}error${along}`;
    data.push({ name: ofErrors, values: ends });
    marks.push(...errorMarks(ofErrors, along, along === 'y' ? at.x : at.y, error.color ?? color));
  }
  const whole = points.filter((point) => isGiven(point.x) && isGiven(point.y));
  data.push({ name: `${name}points`, values: whole });
  if (trace.mode.includes('markers')) marks.push(pointMark(`${name}points`, at, trace));
  if (trace.mode.includes('text')) marks.push(textMark(`${name}points`, at));
  const reach = data.flatMap((set) => set.values as Record<string, Datum>[]);
  return {
    data,
    marks,
    xs: reach.map((row) => row.x),
    ys: trace.fill === 'tozeroy' ? [0, ...reach.map((row) => row.y)] : reach.map((row) => row.y),
  };
}

/** Where the points of a data set lie. */
interface At {
  readonly x: Vega;
  readonly y: Vega;
}

function bandMark(data: string, at: At, fill: string | undefined, color: string): Vega {
  return {
    type: 'line',
    from: { data },
    clip: true,
    encode: {
      update: {
        ...at,
        interpolate: { value: 'linear-closed' },
        fill: { value: fill ?? color },
        fillOpacity: { value: fill ? 1 : 0.3 },
        strokeWidth: { value: 0 },
      },
    },
  };
}

function lineMark(data: string, at: At, { line, opacity }: ScatterTrace, color: string): Vega {
  return {
    type: 'line',
    from: { data },
    clip: true,
    encode: {
      update: {
        ...at,
        defined: { signal: 'isValid(datum.x) && isValid(datum.y)' },
        stroke: { value: color },
        strokeWidth: { value: line.width ?? 2 },
        strokeDash: { value: dashOf(line.dash) },
        strokeJoin: { value: 'round' },
        opacity: { value: opacity },
      },
    },
  };
}

function pointMark(data: string, at: At, { marker, opacity }: ScatterTrace): Vega {
  return {
    type: 'symbol',
    from: { data },
    clip: false,
    encode: {
      update: {
        ...at,
        fill: { field: 'color' },
        size: { value: (marker.size ?? 6) ** 2 },
        opacity: { value: marker.opacity ?? opacity },
      },
    },
  };
}

function textMark(data: string, at: At): Vega {
  return {
    type: 'text',
    from: { data },
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
