import { accuracy, confusionMatrix } from '../evaluate/index.js';
import { wilsonInterval } from '../stats/index.js';
import type { ProductPhoto } from './data/photo.js';

/** How well held-out photos are recognised. */
export interface PhotoMetrics {
  readonly photos: number;
  /** Share whose product is the most likely one, with its 95% interval (Wilson). */
  readonly accuracy: number;
  readonly interval: { readonly low: number; readonly high: number };
  /** Share whose product is among the three most likely. */
  readonly top3: number;
  readonly products: readonly ProductMetrics[];
  /** Pairs that are taken for each other, most often first. */
  readonly confused: readonly {
    readonly actual: string;
    readonly predicted: string;
    readonly count: number;
  }[];
  /** Share of held-out photos that the threshold for unknown products lets pass; null without one. */
  readonly accepted: number | null;
}

/** One product among the held-out photos. */
export interface ProductMetrics {
  readonly sku: string;
  readonly photos: number;
  readonly precision: number | null;
  readonly recall: number | null;
}

/** What a model says of photos: rows × SKUs. */
export interface PhotoPredictions {
  readonly photos: readonly ProductPhoto[];
  readonly skus: readonly string[];
  readonly probabilities: Float32Array;
}

/** @param threshold up to which a photo counts as unknown */
export function photoMetrics(predictions: PhotoPredictions, threshold: number | null): PhotoMetrics {
  const { photos, skus } = predictions;
  const ranked = photos.map((_, row) => ranking(predictions, row));
  const actual = photos.map(({ sku }) => sku);
  const predicted = ranked.map(([first]) => first.sku);
  const right = actual.filter((sku, i) => sku === predicted[i]).length;
  const matrix = confusionMatrix(actual, predicted, skus);
  const n = photos.length;
  const top3 = ranked.filter((best, i) => best.slice(0, 3).some(({ sku }) => sku === actual[i])).length;
  const passed = ranked.filter(([first]) => threshold !== null && first.probability > threshold).length;
  return {
    photos: n,
    accuracy: accuracy(actual, predicted),
    interval: wilsonInterval(right, n),
    top3: top3 / n,
    products: skus.map((sku, i) => productMetrics(sku, i, matrix)),
    confused: confusedPairs(matrix),
    accepted: threshold === null ? null : passed / n,
  };
}

/** Products of a photo, most likely first. */
export function ranking({ skus, probabilities }: PhotoPredictions, row: number) {
  return skus
    .map((sku, c) => ({ sku, probability: probabilities[row * skus.length + c] }))
    .sort((a, b) => b.probability - a.probability);
}

/** Held-out photos whose own product was least likely, worst first. */
export function worstPhotos(predictions: PhotoPredictions, most: number) {
  return predictions.photos
    .map((photo, row) => {
      const best = ranking(predictions, row);
      const own = best.find(({ sku }) => sku === photo.sku)?.probability ?? 0;
      return { photo, own, predicted: best[0].sku, probability: best[0].probability };
    })
    .sort((a, b) => a.own - b.own)
    .slice(0, most);
}

type Confusion = ReturnType<typeof confusionMatrix>;

function productMetrics(sku: string, i: number, { counts }: Confusion): ProductMetrics {
  const photos = counts[i].reduce((sum, count) => sum + count, 0);
  const taken = counts.reduce((sum, row) => sum + row[i], 0);
  return {
    ...{ sku, photos },
    precision: taken > 0 ? counts[i][i] / taken : null,
    recall: photos > 0 ? counts[i][i] / photos : null,
  };
}

function confusedPairs({ labels, counts }: Confusion): PhotoMetrics['confused'] {
  return counts
    .flatMap((row, i) =>
      row.map((count, j) => ({
        actual: String(labels[i]),
        predicted: String(labels[j]),
        count: i === j ? 0 : count,
      })),
    )
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 10);
}
