import { baseAxis, type Vega } from './axes.js';
import { colorOf, type Layer, type Surroundings } from './layer.js';
import type { BoxTrace, Datum } from './parse.js';

/** Boxes from the first to the third quartile, the median, whiskers, and the points beyond them. */
export function boxLayer(trace: BoxTrace, around: Surroundings): Layer {
  const base = baseAxis(trace);
  const length = base === 'x' ? 'y' : 'x';
  const index = around.all.indexOf(trace);
  const names = trace[base];
  const groups = new Map<string, number[]>();
  (trace[length] ?? []).forEach((value, i) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return;
    const key = String(names?.[i] ?? trace.name ?? `trace ${index}`);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  });
  const boxes = [...groups].map(([group, values]) => ({ group, ...boxOf(values) }));
  const outliers = boxes.flatMap(({ group, beyond }) => beyond.map((value) => ({ group, value })));
  const color = colorOf(trace, around);
  const name = `box${index}`;
  const middle = { scale: base, field: 'group', band: 0.5 };
  const at = (field: string) => ({ scale: length, field });
  const stroke = { stroke: { value: color }, strokeWidth: { value: 1.5 } };
  const rule = (update: Vega) => ({
    type: 'rule',
    from: { data: name },
    encode: { update: { ...stroke, ...update } },
  });
  const across = (from: number, to: number) => ({
    [base]: { scale: base, field: 'group', band: from },
    [`${base}2`]: { scale: base, field: 'group', band: to },
  });
  const marks: Vega[] = [
    rule({ [base]: middle, [length]: at('low'), [`${length}2`]: at('q1') }),
    rule({ [base]: middle, [length]: at('q3'), [`${length}2`]: at('high') }),
    rule({ ...across(0.4, 0.6), [length]: at('low') }),
    rule({ ...across(0.4, 0.6), [length]: at('high') }),
    {
      type: 'rect',
      from: { data: name },
      encode: {
        update: {
          ...stroke,
          ...across(0.2, 0.8),
          [length]: at('q1'),
          [`${length}2`]: at('q3'),
          fill: { value: color },
          fillOpacity: { value: 0.35 },
        },
      },
    },
    rule({ ...across(0.2, 0.8), [length]: at('median'), strokeWidth: { value: 2.5 } }),
    {
      type: 'symbol',
      from: { data: `${name}outliers` },
      encode: {
        update: {
          [base]: middle,
          [length]: at('value'),
          size: { value: 14 },
          fill: { value: color },
          opacity: { value: 0.7 },
        },
      },
    },
  ];
  const along: Datum[] = boxes.map((box) => box.group);
  const reach: Datum[] = [
    ...boxes.flatMap((box) => [box.low, box.high]),
    ...outliers.map((row) => row.value),
  ];
  return {
    data: [
      { name, values: boxes },
      { name: `${name}outliers`, values: outliers },
    ],
    marks,
    xs: base === 'x' ? along : reach,
    ys: base === 'x' ? reach : along,
  };
}

/** Quartiles by plotly's "linear" method, whiskers at the furthest values within 1.5 interquartile ranges. */
function boxOf(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (q: number) => {
    const at = Math.min(sorted.length - 1, Math.max(0, sorted.length * q - 0.5));
    const below = Math.floor(at);
    return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
  };
  const [q1, median, q3] = [0.25, 0.5, 0.75].map(quantile);
  const reach = 1.5 * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  const [low, high] = [inside[0] ?? q1, inside.at(-1) ?? q3];
  return { q1, median, q3, low, high, beyond: sorted.filter((value) => value < low || value > high) };
}
