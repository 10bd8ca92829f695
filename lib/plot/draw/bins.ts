import { baseAxis } from './axes.js';
import { colorOf, type Layer, type Surroundings } from './layer.js';
import type { HistogramTrace } from './parse.js';

/** Counts, or shares, of the values in bins of equal width. */
export function histogramLayer(trace: HistogramTrace, around: Surroundings): Layer {
  const base = baseAxis(trace);
  const length = base === 'x' ? 'y' : 'x';
  const values = (trace[base] ?? []).filter(
    (value): value is number => value !== null && Number.isFinite(value),
  );
  const { start, size, count } = binning(trace, values);
  const counts = new Array<number>(count).fill(0);
  for (const value of values) {
    const bin = Math.floor((value - start) / size);
    if (bin >= 0 && bin <= count) counts[Math.min(bin, count - 1)]++;
  }
  const unit = { '': 1, probability: 1 / values.length, percent: 100 / values.length }[trace.histnorm];
  const rows = counts.map((n, bin) => ({
    start: start + bin * size,
    end: start + (bin + 1) * size,
    to: n * unit,
  }));
  const name = `bins${around.all.indexOf(trace)}`;
  const update = {
    [base]: { scale: base, field: 'start', offset: 0.5 },
    [`${base}2`]: { scale: base, field: 'end', offset: -0.5 },
    [length]: { scale: length, field: 'to' },
    [`${length}2`]: { scale: length, value: 0 },
    fill: { value: colorOf(trace, around) },
    fillOpacity: { value: trace.opacity },
  };
  const along = rows.flatMap((row) => [row.start, row.end]);
  const reach = [0, ...rows.map((row) => row.to)];
  return {
    data: [{ name, values: rows }],
    marks: [{ type: 'rect', from: { data: name }, clip: true, encode: { update } }],
    xs: base === 'x' ? along : reach,
    ys: base === 'x' ? reach : along,
  };
}

function binning({ xbins, nbinsx }: HistogramTrace, values: readonly number[]) {
  if (xbins) {
    const count = Math.max(1, Math.ceil((xbins.end - xbins.start) / xbins.size - 1e-3));
    return { start: xbins.start, size: xbins.size, count };
  }
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const count = nbinsx ?? Math.max(1, Math.min(60, Math.ceil(Math.sqrt(values.length))));
  return values.length
    ? { start: low, size: (high - low) / count || 1, count }
    : { start: 0, size: 1, count: 1 };
}
