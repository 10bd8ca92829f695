import type { TunedWeights } from '../hybrid/index.js';
import { type Figure, lineChart } from '../plot/index.js';

/**
 * The metric over the weight of each part, with its interval; dashed lines at the weights in use and those chosen.
 * @example await showPlot(tuningFigure(await tuneWeights({ parts, ids, qrels })), { name: 'tuning' });
 */
export function tuningFigure(tuned: TunedWeights): Figure {
  const { curves, inUse, weights, metric, estimate } = tuned;
  const [first] = curves;
  const marks = [
    { x: inUse[first.name], label: `in use ${short(inUse[first.name])}` },
    { x: weights[first.name], label: `chosen ${short(weights[first.name])}` },
  ];
  const chosen = marks.filter(({ x }, i) => i === 0 || Math.abs(x - marks[0].x) > 1e-9);
  return lineChart({
    title: `${metric} by weight, ${estimate.n} questions; on held-out ones ${estimate.mean.toFixed(3)}`,
    series: curves,
    xTitle:
      curves.length === 1 ? `weight of the ${first.name}` : 'weight of the part; the others share the rest',
    yTitle: `mean ${metric}, ${Number((estimate.confidence * 100).toFixed(2))}% interval`,
    ...(curves.length === 1 ? { lines: chosen } : {}),
  });
}

function short(weight: number): string {
  return String(Number(weight.toFixed(3)));
}
