import { predictedActualChart } from '../../evaluate/index.js';
import { barChart, type Figure, lineChart, scatterChart } from '../../plot/index.js';
import type { FeatureImportance, PartialDependence } from '../../tabular/index.js';
import { creativeFeatureList } from '../features/feature-list.js';
import type { CreativeTraining } from './train.js';

/**
 * R² of every model: mean and spread over folds, and on the held-out accounts; the dashed line is what the noise
 * allows.
 * @example await showPlot(leaderboardFigure(training), { name: 'leaderboard' });
 */
export function leaderboardFigure({ leaderboard, metrics }: CreativeTraining): Figure {
  const means = leaderboard.map(({ crossValidation }) => crossValidation.mean.r2);
  const spreads = leaderboard.map(({ crossValidation }) => crossValidation.spread.r2);
  return barChart({
    title: 'How much of the engagement each model explains',
    categories: leaderboard.map(({ name }) => name),
    series: [
      {
        name: 'cross-validation, ± its spread over folds',
        values: means,
        interval: { low: means.map((r2, i) => r2 - spreads[i]), high: means.map((r2, i) => r2 + spreads[i]) },
      },
      { name: 'held-out accounts', values: leaderboard.map(({ held }) => held!.r2) },
    ],
    xTitle: 'R²',
    horizontal: true,
    lines: metrics.r2Ceiling === null ? [] : [{ x: metrics.r2Ceiling, label: 'what the noise allows' }],
    height: 130 + 62 * leaderboard.length,
  });
}

/**
 * Predicted over actual scores of the held-out posts, one colour a platform.
 * @example await showPlot(predictedFigure(training), { name: 'predicted-actual' });
 */
export function predictedFigure({ held, heldScores }: CreativeTraining): Figure {
  return predictedActualChart({
    title: 'Posts of accounts that no model has seen',
    actual: held.target,
    predicted: heldScores.prediction,
    groups: held.posts.map(({ platform }) => platform),
    hover: held.posts.map(({ id, platform }) => `${platform} ${id}`),
    xTitle: 'actual score',
    yTitle: 'predicted score',
    xRange: [0, 100],
  });
}

/**
 * The held-out posts in the order of their prediction, with the 90% intervals and what really came.
 * @example await showPlot(intervalFigure(training), { name: 'intervals' });
 */
export function intervalFigure({ held, heldScores, metrics }: CreativeTraining): Figure {
  const order = [...heldScores.prediction.keys()].sort(
    (a, b) => heldScores.prediction[a] - heldScores.prediction[b],
  );
  const pick = (values: Float64Array) => order.map((i) => values[i]);
  const place = order.map((_, k) => k + 1);
  const band = lineChart({
    title: `90% intervals: ${(100 * metrics.coverage).toFixed(1)}% of the held-out posts lie within`,
    xTitle: 'held-out posts, by predicted score',
    yTitle: 'score',
    yRange: [0, 100],
    markers: false,
    series: [
      {
        name: 'prediction',
        x: place,
        y: pick(heldScores.prediction),
        interval: { low: pick(heldScores.low), high: pick(heldScores.high) },
      },
    ],
  });
  const outside = order.map((i) => held.target[i] < heldScores.low[i] || held.target[i] > heldScores.high[i]);
  const series = (name: string, out: boolean, color: string) => {
    const at = place.filter((_, k) => outside[k] === out);
    return { name, x: at, y: at.map((p) => held.target[order[p - 1]]), color };
  };
  const dots = scatterChart({
    size: 5,
    series: [series('actual, within', false, '#5a6570'), series('actual, outside', true, '#b5483a')],
  });
  return { data: [...band.data, ...dots.data], layout: { ...band.layout, showlegend: true } };
}

/**
 * How far R² falls where a feature is shuffled, with 95% intervals over accounts; the twelve largest.
 * @example await showPlot(importanceFigure(training.importance), { name: 'importance' });
 */
export function importanceFigure(importance: readonly FeatureImportance[]): Figure {
  const shown = importance.slice(0, 12);
  return barChart({
    title: 'What the predictions rest on',
    categories: shown.map(({ name }) => name),
    series: [
      {
        name: 'fall of R²',
        values: shown.map(({ importance }) => importance),
        interval: { low: shown.map(({ low }) => low), high: shown.map(({ high }) => high) },
      },
    ],
    xTitle: 'fall of R² where the feature is shuffled',
    horizontal: true,
    height: 120 + 26 * shown.length,
  });
}

/**
 * The mean prediction as one feature moves; the band holds the middle 80% of the posts.
 * @example await showPlot(dependenceFigure(training.dependence[0]), { name: 'dependence' });
 */
export function dependenceFigure({ name, values, mean, low, high }: PartialDependence): Figure {
  const { unit = '', meaning = '' } = creativeFeatureList.find((feature) => feature.name === name) ?? {};
  return lineChart({
    title: meaning ? `${name}: ${meaning}` : name,
    xTitle: unit ? `${name} (${unit})` : name,
    yTitle: 'predicted score',
    series: [{ name: 'mean prediction', x: values, y: mean, interval: { low, high } }],
    height: 320,
  });
}

/** The figures of a training, by the name of their file. */
export function trainingFigures(training: CreativeTraining): Readonly<Record<string, Figure>> {
  return {
    leaderboard: leaderboardFigure(training),
    'predicted-actual': predictedFigure(training),
    intervals: intervalFigure(training),
    importance: importanceFigure(training.importance),
    ...Object.fromEntries(
      training.dependence.map((dependence) => [
        `dependence-${dependence.name}`,
        dependenceFigure(dependence),
      ]),
    ),
  };
}
