import { type Axis, onAxis, place, type Vega } from './axes.js';
import { colorOf, errorEnds, errorMarks, inkOn, type Layer, type Surroundings } from './layer.js';
import type { BarTrace, Datum } from './parse.js';

type Bar = Vega & {
  readonly base: Datum;
  readonly from: number;
  readonly to: number;
  readonly low?: number;
  readonly high?: number;
  readonly label?: string;
};

/** How the bars of a trace stand: along which axis, on what, in which of how many slots. */
interface Stand {
  readonly name: string;
  readonly lying: boolean;
  readonly base: Axis;
  readonly length: Axis;
  readonly slot: number;
  readonly slots: number;
  readonly floors: ReadonlyMap<Datum, number>;
}

/** Bars over categories or numbers: side by side, stacked or one over the other, lying or standing. */
export function barLayer(trace: BarTrace, around: Surroundings): Layer {
  const stand = standOf(trace, around);
  const { name, lying, base, length } = stand;
  const bars = barsOf(trace, stand, around);
  const color = colorOf(trace, around);
  const fill = Array.isArray(trace.marker.color) ? { field: 'color' } : { value: color };
  const marks = [barMark(stand, fill, trace.opacity)];
  if (bars.some((bar) => bar.label)) marks.push(labelMark(stand, color));
  const error = lying ? trace.error_x : trace.error_y;
  if (error?.visible) {
    marks.push(...errorMarks(name, length.name, middleOf(stand), error.color ?? '#555555'));
  }
  const reach: Datum[] = bars.flatMap((bar) => [
    bar.to,
    ...(length.kind === 'log' ? [] : [bar.from]),
    ...(bar.low === undefined || bar.high === undefined ? [] : [bar.low, bar.high]),
  ]);
  const along: Datum[] =
    base.kind === 'band'
      ? bars.map((bar) => bar.base)
      : bars.flatMap((bar) => [bar.start as number, bar.end as number]);
  return { data: [{ name, values: bars }], marks, xs: lying ? reach : along, ys: lying ? along : reach };
}

function valuesOf({ orientation, x, y }: BarTrace): readonly Datum[] {
  return (orientation === 'h' ? x : y) ?? [];
}

function basesOf(trace: BarTrace): readonly Datum[] {
  return (trace.orientation === 'h' ? trace.y : trace.x) ?? valuesOf(trace).map((_, i) => i);
}

function standOf(trace: BarTrace, { x, y, all, layout }: Surroundings): Stand {
  const lying = trace.orientation === 'h';
  const group = all.filter((other): other is BarTrace => other.type === 'bar');
  const index = group.indexOf(trace);
  const grouped = layout.barmode === 'group';
  const floors = new Map<Datum, number>();
  if (!grouped && layout.barmode !== 'overlay') {
    for (const below of group.slice(0, index)) {
      const values = valuesOf(below);
      basesOf(below).forEach((at, i) => {
        floors.set(at, (floors.get(at) ?? 0) + Number(values[i] ?? 0));
      });
    }
  }
  const [base, length] = lying ? [y, x] : [x, y];
  const [slot, slots] = grouped ? [index, group.length] : [0, 1];
  return { name: `bar${all.indexOf(trace)}`, lying, base, length, slot, slots, floors };
}

function barsOf(trace: BarTrace, stand: Stand, { layout, textWidth }: Surroundings): Bar[] {
  const { lying, base, length, slot, slots, floors } = stand;
  const bases = basesOf(trace);
  const values = valuesOf(trace);
  const error = lying ? trace.error_x : trace.error_y;
  const colors = Array.isArray(trace.marker.color) ? trace.marker.color.map(String) : undefined;
  const width = base.kind === 'band' ? 0 : gap(bases) * (1 - (layout.bargap ?? 0.2));
  const edge = (at: Datum, place: number) => Number(at) + width * (place / slots - 0.5);
  return bases.flatMap((at, i): Bar[] => {
    const value = values[i];
    if (typeof value !== 'number' || !Number.isFinite(value)) return [];
    const from = floors.get(at) ?? 0;
    const to = from + value;
    const label = Array.isArray(trace.text) ? trace.text[i] : trace.text;
    const wide = label ? textWidth(label, 11) : 0;
    return [
      {
        base: onAxis(base, at),
        from: length.kind === 'log' ? Number.MIN_VALUE : from,
        to,
        ...(base.kind === 'band'
          ? {}
          : { start: edge(at, slot), middle: edge(at, slot + 0.5), end: edge(at, slot + 1) }),
        ...(error?.visible ? errorEnds(error, i, to) : {}),
        ...(label ? { label, need: lying ? 11 : wide + 2, long: lying ? wide + 10 : 20 } : {}),
        ...(colors ? { color: colors[i % colors.length] } : {}),
      },
    ];
  });
}

/** Where the middle of a bar is along the base. */
function middleOf({ base, slot, slots }: Stand): Vega {
  return base.kind === 'band'
    ? { ...place(base, 'base'), band: (slot + 0.5) / slots }
    : { scale: base.name, field: 'middle' };
}

function barMark({ name, lying, base, length, slot, slots }: Stand, fill: Vega, opacity: number): Vega {
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
  // A logarithmic scale has no zero: the bar then starts at the edge of the drawing.
  const floor = length.kind === 'log' ? { signal: lying ? '0' : 'height' } : { scale: l, field: 'from' };
  return {
    type: 'rect',
    from: { data: name },
    clip: true,
    encode: {
      update: {
        ...across,
        [l]: { scale: l, field: 'to' },
        [`${l}2`]: floor,
        fill,
        fillOpacity: { value: opacity },
      },
    },
  };
}

/** Labels inside at the foot of the bar where the bar is long enough, else beyond its end. */
function labelMark(stand: Stand, color: string): Vega {
  const { name, lying, base, length, slots } = stand;
  const l = length.name;
  const room = base.kind === 'band' ? `bandwidth('${base.name}') / ${slots}` : '1000';
  const tip = `scale('${l}', datum.to)`;
  const foot = length.kind === 'log' ? (lying ? '0' : 'height') : `scale('${l}', datum.from)`;
  const inside = `abs(${tip} - ${foot}) >= datum.long`;
  const side = lying ? 5 : -5;
  return {
    type: 'text',
    from: { data: name },
    encode: {
      update: {
        [base.name]: middleOf(stand),
        [l]: { signal: `(${inside} ? ${foot} : ${tip}) + ${side} * (datum.to < datum.from ? -1 : 1)` },
        text: { field: 'label' },
        align: lying ? { signal: `datum.to < datum.from ? 'right' : 'left'` } : { value: 'center' },
        baseline: lying ? { value: 'middle' } : { signal: `datum.to < datum.from ? 'top' : 'bottom'` },
        fontSize: { value: 11 },
        fill: { signal: `${inside} ? '${inkOn(color)}' : '#333333'` },
        opacity: { signal: `datum.need <= ${room} ? 1 : 0` },
      },
    },
  };
}

/** The least distance between two different places, 1 where there is only one. */
function gap(bases: readonly Datum[]): number {
  const sorted = [...new Set(bases.map(Number))].sort((a, b) => a - b);
  return Math.min(
    ...sorted.slice(1).map((at, i) => at - sorted[i]),
    sorted.length > 1 ? Number.POSITIVE_INFINITY : 1,
  );
}
