import { onAxis, place, type Vega } from './axes.js';
import { colorOf, errorMarks, inkOn, type Layer, type Surroundings } from './layer.js';
import type { BarTrace, Datum } from './parse.js';

interface Bar {
  readonly base: Datum;
  readonly from: number;
  readonly to: number;
  readonly low?: number;
  readonly high?: number;
  readonly label?: string;
}

/** Bars over categories or numbers: side by side, stacked or one over the other, lying or standing. */
export function barLayer(trace: BarTrace, around: Surroundings): Layer {
  const lying = trace.orientation === 'h';
  const [base, length] = lying ? [around.y, around.x] : [around.x, around.y];
  const { barmode } = around.layout;
  const group = around.all.filter((other): other is BarTrace => other.type === 'bar');
  const index = group.indexOf(trace);
  const grouped = barmode === 'group';
  const [slot, slots] = grouped ? [index, group.length] : [0, 1];
  const name = `bar${around.all.indexOf(trace)}`;
  const color = colorOf(trace, around);
  const colors = Array.isArray(trace.marker.color) ? trace.marker.color.map(String) : undefined;

  const values = (bar: BarTrace) => (lying ? bar.x : bar.y) ?? [];
  const bases = (bar: BarTrace) => (lying ? bar.y : bar.x) ?? values(bar).map((_, i) => i);
  const floors = new Map<Datum, number>();
  if (!grouped && barmode !== 'overlay') {
    for (const below of group.slice(0, index)) {
      bases(below).forEach((at, i) => {
        floors.set(at, (floors.get(at) ?? 0) + Number(values(below)[i] ?? 0));
      });
    }
  }
  const error = lying ? trace.error_x : trace.error_y;
  const width = base.kind === 'band' ? 0 : gap(bases(trace)) * (1 - (around.layout.bargap ?? 0.2));
  const rows: (Bar & Vega)[] = bases(trace).flatMap((at, i) => {
    const value = values(trace)[i];
    if (typeof value !== 'number' || !Number.isFinite(value)) return [];
    const from = floors.get(at) ?? 0;
    const to = from + value;
    const edges =
      base.kind === 'band'
        ? {}
        : {
            start: Number(at) + width * (slot / slots - 0.5),
            middle: Number(at) + width * ((slot + 0.5) / slots - 0.5),
            end: Number(at) + width * ((slot + 1) / slots - 0.5),
          };
    const label = Array.isArray(trace.text) ? trace.text[i] : trace.text;
    const wide = label ? around.textWidth(label, 11) : 0;
    return [
      {
        base: onAxis(base, at),
        from: length.kind === 'log' ? Number.MIN_VALUE : from,
        to,
        ...edges,
        ...(error?.visible
          ? {
              low: to - Number((error.arrayminus ?? error.array)[i] ?? 0),
              high: to + Number(error.array[i] ?? 0),
            }
          : {}),
        ...(label ? { label, need: lying ? 11 : wide + 2, long: lying ? wide + 10 : 20 } : {}),
        ...(colors ? { color: colors[i % colors.length] } : {}),
      },
    ];
  });

  const b = base.name;
  const l = length.name;
  const across: Vega =
    base.kind === 'band'
      ? {
          [b]: { scale: b, field: 'base', band: slot / slots, offset: 0.5 },
          [b === 'x' ? 'width' : 'height']: { scale: b, band: 1 / slots, offset: -1 },
        }
      : {
          [b]: { scale: b, field: 'start', offset: 0.5 },
          [`${b}2`]: { scale: b, field: 'end', offset: -0.5 },
        };
  const centre: Vega =
    base.kind === 'band'
      ? { ...place(base, 'base'), band: (slot + 0.5) / slots }
      : { scale: b, field: 'middle' };
  // A logarithmic scale has no zero: the bar then starts at the edge of the drawing.
  const floor = length.kind === 'log' ? { signal: lying ? '0' : 'height' } : { scale: l, field: 'from' };
  const fill = colors ? { field: 'color' } : { value: color };
  const marks: Vega[] = [
    {
      type: 'rect',
      from: { data: name },
      clip: true,
      encode: {
        update: {
          ...across,
          [l]: { scale: l, field: 'to' },
          [`${l}2`]: floor,
          fill,
          fillOpacity: { value: trace.opacity },
        },
      },
    },
  ];
  if (rows.some((row) => row.label)) {
    // Inside at the foot of the bar where the bar is long enough, else beyond its end.
    const room = base.kind === 'band' ? `bandwidth('${b}') / ${slots}` : '1000';
    const tip = `scale('${l}', datum.to)`;
    const foot = length.kind === 'log' ? (lying ? '0' : 'height') : `scale('${l}', datum.from)`;
    const inside = `abs(${tip} - ${foot}) >= datum.long`;
    const side = lying ? 5 : -5;
    marks.push({
      type: 'text',
      from: { data: name },
      encode: {
        update: {
          [b]: centre,
          [l]: { signal: `(${inside} ? ${foot} : ${tip}) + ${side} * (datum.to < datum.from ? -1 : 1)` },
          text: { field: 'label' },
          align: lying ? { signal: `datum.to < datum.from ? 'right' : 'left'` } : { value: 'center' },
          baseline: lying ? { value: 'middle' } : { signal: `datum.to < datum.from ? 'top' : 'bottom'` },
          fontSize: { value: 11 },
          fill: { signal: `${inside} ? '${inkOn(color)}' : '#333333'` },
          opacity: { signal: `datum.need <= ${room} ? 1 : 0` },
        },
      },
    });
  }
  if (error?.visible) marks.push(...errorMarks(name, l, centre, error.color ?? '#555555'));
  const reach: Datum[] = rows.flatMap((row) => [
    row.to,
    ...(length.kind === 'log' ? [] : [row.from]),
    ...(row.low === undefined || row.high === undefined ? [] : [row.low, row.high]),
  ]);
  const along: Datum[] =
    base.kind === 'band'
      ? rows.map((row) => row.base)
      : rows.flatMap((row) => [row.start as number, row.end as number]);
  return { data: [{ name, values: rows }], marks, xs: lying ? reach : along, ys: lying ? along : reach };
}

/** The least distance between two different places, 1 where there is only one. */
function gap(bases: readonly Datum[]): number {
  const sorted = [...new Set(bases.map(Number))].sort((a, b) => a - b);
  return Math.min(
    ...sorted.slice(1).map((at, i) => at - sorted[i]),
    sorted.length > 1 ? Number.POSITIVE_INFINITY : 1,
  );
}
