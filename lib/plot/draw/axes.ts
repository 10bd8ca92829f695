import { wrapLines } from '../theme.js';
import type { AxisLayout, Datum, DrawnFigure, DrawnTrace } from './parse.js';

export type AxisKind = 'band' | 'linear' | 'log';
export type AxisName = 'x' | 'y';
/** A part of a Vega specification. */
export type Vega = Record<string, unknown>;

/** How one axis turns values into places. */
export interface Axis {
  readonly name: AxisName;
  readonly kind: AxisKind;
  readonly layout: AxisLayout;
}

/** Along which axis a trace's categories (or bins) run; its other axis has the lengths. */
export function baseAxis(trace: DrawnTrace): AxisName {
  if (trace.type === 'histogram') return trace.y && !trace.x ? 'y' : 'x';
  return trace.orientation === 'h' ? 'y' : 'x';
}

/** Decides, as plotly does, what an axis is from its layout and its data: names make it a row of categories. */
export function axisOf(name: AxisName, { traces, layout }: DrawnFigure): Axis {
  const own = name === 'x' ? layout.xaxis : layout.yaxis;
  const hasNames = traces.some((trace) => {
    if (trace.type === 'heatmap') return true;
    if (trace.type === 'histogram') return false;
    return (trace[name] ?? []).some((value) => typeof value === 'string');
  });
  const kind =
    own.type === 'log'
      ? 'log'
      : own.type === 'category' || (own.type === '-' && hasNames)
        ? 'band'
        : 'linear';
  return { name, kind, layout: own };
}

/** A field's place on an axis: the middle of its band, or its point on the scale. */
export function place(axis: Axis, field: string): Vega {
  return { scale: axis.name, field, ...(axis.kind === 'band' ? { band: 0.5 } : {}) };
}

/** A value as the axis's scale knows it. */
export function onAxis(axis: Axis, value: Datum): Datum {
  return axis.kind === 'band' && value !== null ? String(value) : value;
}

/** Vega's scale over everything that the marks put on the axis. */
export function scaleSpec(axis: Axis, values: readonly Datum[], padding: number): Vega {
  const { name, kind, layout } = axis;
  const range = name === 'x' ? 'width' : 'height';
  const reversed = layout.autorange === 'reversed';
  if (kind === 'band') {
    const domain = [...new Set(values.filter((value) => value !== null).map(String))];
    if ((name === 'y') !== reversed) domain.reverse();
    return { name, type: 'band', domain, range, paddingInner: padding, paddingOuter: padding / 2 };
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (typeof value !== 'number' || !Number.isFinite(value) || (kind === 'log' && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = kind === 'log' ? [1, 10] : [0, 1];
  if (low === high) [low, high] = kind === 'log' ? [low / 2, high * 2] : [low - 0.5, high + 0.5];
  const ends = layout.range?.map((end) => (kind === 'log' ? 10 ** end : end));
  const type = kind === 'log' ? 'log' : 'linear';
  return { name, type, domain: ends ?? [low, high], range, nice: !ends, zero: false, reverse: reversed };
}

/** Below one, 0.1 instead of the prefix of '100m'; ticks that Vega leaves without a label stay so. */
const fractions = {
  labels: {
    update: { text: { signal: "datum.label && datum.value < 1 ? format(datum.value, '~g') : datum.label" } },
  },
};

/** Vega's axis: title, ticks, labels that fit. */
export function axisSpec(axis: Axis, scale: Vega, width: number, textWidth: (text: string) => number): Vega {
  const { name, kind, layout } = axis;
  const labels = kind === 'band' ? (scale.domain as string[]) : [];
  const spec: Vega = {
    scale: name,
    orient: name === 'x' ? 'bottom' : 'left',
    grid: layout.showgrid && kind !== 'band',
    domain: kind === 'band' || name === 'x',
    ticks: name === 'x' && kind !== 'band',
    title: layout.title?.split('\n'),
    format: layout.tickformat,
    labelAngle: layout.tickangle,
    labelLimit: name === 'y' ? 240 : 200,
    ...(kind === 'log' ? { tickCount: 6, format: layout.tickformat ?? '~s' } : {}),
    ...(kind === 'log' && !layout.tickformat ? { encode: fractions } : {}),
    ...(kind === 'linear' ? { tickCount: name === 'x' ? 8 : 6 } : {}),
    ...(kind === 'band' ? { labelOverlap: false } : {}),
  };
  if (layout.tickvals) {
    spec.values = layout.tickvals;
    if (layout.ticktext)
      spec.encode = labelled(
        layout.tickvals.map(String),
        layout.ticktext.map((text) => text.split('\n')),
      );
  } else if (name === 'x' && kind === 'band' && layout.tickangle === undefined) {
    Object.assign(spec, fitLabels(labels, (width * 0.86) / Math.max(1, labels.length), textWidth));
  }
  return spec;
}

/** Category names that are wider than their band: over several lines where that is enough, else slanted. */
function fitLabels(labels: readonly string[], step: number, textWidth: (text: string) => number): Vega {
  if (labels.every((label) => textWidth(label) <= step)) return {};
  const wrapped = labels.map((label) => wrapLines(label, (line) => textWidth(line) <= step));
  const fits = wrapped.every((lines) => lines.length <= 3 && lines.every((line) => textWidth(line) <= step));
  if (!fits) {
    const every = Math.ceil(15 / step);
    const values = every > 1 ? { values: labels.filter((_, index) => index % every === 0) } : {};
    return { labelAngle: -40, labelAlign: 'right', labelBaseline: 'middle', labelLimit: 170, ...values };
  }
  return { encode: labelled(labels, wrapped) };
}

/** Labels that say something else than the axis's values, over one line or several. */
function labelled(values: readonly string[], lines: readonly string[][]): Vega {
  const lookup = JSON.stringify(Object.fromEntries(values.map((value, i) => [value, lines[i]])));
  return { labels: { update: { text: { signal: `(${lookup})[datum.value]` } } } };
}
