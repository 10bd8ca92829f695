import { colorAt, stopsOf } from './colors.js';
import { inkOn, type Layer, type Surroundings } from './layer.js';
import type { HeatmapTrace } from './parse.js';

/** Coloured cells with an optional text in each. */
export function heatmapLayer(trace: HeatmapTrace, around: Surroundings): Layer {
  const columns = (trace.x ?? trace.z[0]?.map((_, i) => i) ?? []).map(String);
  const rows = (trace.y ?? trace.z.map((_, i) => i)).map(String);
  const { low, high } = zRange(trace);
  const stops = stopsOf(trace.colorscale, trace.reversescale);
  const name = `cells${around.all.indexOf(trace)}`;
  const cells = trace.z.flatMap((line, r) =>
    line.flatMap((z, c) => {
      if (z === null || !Number.isFinite(z)) return [];
      const color = colorAt(stops, (z - low) / (high - low || 1));
      const text = cellText(trace, z, r, c);
      return [
        { x: columns[c], y: rows[r], color, ink: inkOn(color), text, need: around.textWidth(text, 11) + 4 },
      ];
    }),
  );
  const update = {
    x: { scale: 'x', field: 'x', offset: 0.5 },
    width: { scale: 'x', band: 1, offset: -1 },
    y: { scale: 'y', field: 'y', offset: 0.5 },
    height: { scale: 'y', band: 1, offset: -1 },
    fill: { field: 'color' },
  };
  const label = {
    x: { scale: 'x', field: 'x', band: 0.5 },
    y: { scale: 'y', field: 'y', band: 0.5 },
    text: { field: 'text' },
    fill: { field: 'ink' },
    fontSize: { value: 11 },
    align: { value: 'center' },
    baseline: { value: 'middle' },
    opacity: { signal: `datum.need <= bandwidth('x') && 12 <= bandwidth('y') ? 1 : 0` },
  };
  return {
    data: [{ name, values: cells }],
    marks: [
      { type: 'rect', from: { data: name }, encode: { update } },
      { type: 'text', from: { data: name }, encode: { update: label } },
    ],
    xs: columns,
    ys: rows,
  };
}

/** The values at the ends of a heatmap's colour scale. */
export function zRange({ z, zmin, zmax }: HeatmapTrace): { low: number; high: number } {
  const given = z.flat().filter((value): value is number => value !== null && Number.isFinite(value));
  return { low: zmin ?? Math.min(...given), high: zmax ?? Math.max(...given) };
}

function cellText({ text, texttemplate }: HeatmapTrace, z: number, row: number, column: number): string {
  const own = text?.[row]?.[column] ?? '';
  if (!texttemplate) return '';
  return texttemplate
    .replace(/%\{text\}/g, own)
    .replace(/%\{z(?::(?:,)?\.(\d+)f)?\}/g, (_match, digits?: string) =>
      digits === undefined ? String(z) : z.toFixed(Number(digits)),
    );
}
