/** How many rows of either class score at least each threshold. */
export interface CumulativeCounts {
  /** ∞, then the distinct scores, descending. */
  readonly thresholds: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
}

/** Counts from the highest score down; rows with equal scores enter together. */
export function cumulativeCounts(actual: ArrayLike<number>, scores: ArrayLike<number>): CumulativeCounts {
  const order = Uint32Array.from(actual, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const thresholds = [Number.POSITIVE_INFINITY];
  const truePositives = [0];
  const falsePositives = [0];
  let positives = 0;
  order.forEach((row, i) => {
    positives += actual[row];
    if (i + 1 < order.length && scores[order[i + 1]] === scores[row]) return;
    thresholds.push(scores[row]);
    truePositives.push(positives);
    falsePositives.push(i + 1 - positives);
  });
  return {
    thresholds: Float64Array.from(thresholds),
    truePositives: Float64Array.from(truePositives),
    falsePositives: Float64Array.from(falsePositives),
  };
}
