import { confusionChart, confusionMatrix } from '../evaluate/index.js';
import type { Figure } from '../plot/index.js';
import { type ResultTable, resultTable } from '../records/index.js';
import { type PhotoMetrics, type PhotoPredictions, ranking } from './metrics.js';

/** More products than this are shown in part: those that are confused with others. */
const mostShown = 24;

/** Which products are taken for which, neighbours beside each other: a product stands next to the one that it is most confused with. */
export function photoConfusion(predictions: PhotoPredictions): Figure {
  const actual = predictions.photos.map(({ sku }) => sku);
  const predicted = actual.map((_, row) => ranking(predictions, row)[0].sku);
  const order = clustered(confusionMatrix(actual, predicted, predictions.skus).counts);
  const shown = order.slice(0, mostShown).map((i) => predictions.skus[i]);
  const rows = actual.flatMap((sku, row) =>
    shown.includes(sku) && shown.includes(predicted[row]) ? [row] : [],
  );
  const matrix = confusionMatrix(
    rows.map((row) => actual[row]),
    rows.map((row) => predicted[row]),
    shown,
  );
  const title =
    order.length > mostShown
      ? `The ${mostShown} products that are confused most`
      : 'Which products are taken for which';
  return confusionChart({ matrix, title });
}

/** Begins with the product that is confused most, and goes on to whichever is confused with it most. */
function clustered(counts: readonly (readonly number[])[]): number[] {
  const between = (i: number, j: number) => (i === j ? 0 : counts[i][j] + counts[j][i]);
  const left = counts.map((_, i) => i);
  const total = (i: number) => counts.reduce((sum, _, j) => sum + between(i, j), 0);
  const order: number[] = [];
  while (left.length > 0) {
    const last = order.at(-1);
    const weight = (i: number) =>
      (last === undefined ? 0 : between(last, i) * counts.length) + total(i) / 1e6;
    const next = left.reduce((a, b) => (weight(b) > weight(a) ? b : a));
    left.splice(left.indexOf(next), 1);
    order.push(next);
  }
  return order;
}

/** A row a product: held-out photos, precision and recall, worst first. */
export function productTable({ products }: PhotoMetrics): ResultTable {
  const share = (value: number | null) => (value === null ? '–' : value.toFixed(2));
  return resultTable(
    [...products]
      .sort((a, b) => (a.recall ?? 2) - (b.recall ?? 2) || (a.sku < b.sku ? -1 : 1))
      .map(({ sku, photos, precision, recall }) => ({
        sku,
        photos,
        precision: share(precision),
        recall: share(recall),
      })),
  );
}

/** Pairs that are taken for each other, most often first. */
export function confusedTable({ confused }: PhotoMetrics): ResultTable {
  return resultTable(
    confused.map(({ actual, predicted, count }) => ({ actual, 'taken for': predicted, photos: count })),
  );
}
