import { type ResultTable, resultTable } from '../../records/index.js';
import type { Ad } from '../ad.js';
import { linearBaseline } from '../linear-baseline.js';
import {
  type AdPredictions,
  type AdQualityMetrics,
  adErrors,
  adQualityMetrics,
  passThreshold,
} from './metrics.js';

/** How good one way to predict is on the test part. */
export interface AdComparison {
  readonly system: 'mean and majority' | 'linear, image statistics' | 'network';
  readonly metrics: AdQualityMetrics;
}

/**
 * The network beside a naive prediction, the mean score and the share of compliant ads of the training part, and a
 * linear model on simple image statistics, fitted on the training part: what does the network add?
 * @example
 * const comparisons = await compareWithBaselines(split.train, split.test, predicted);
 * comparisons[2] // { system: 'network', metrics }, after 'mean and majority' and 'linear, image statistics'
 */
export async function compareWithBaselines(
  train: readonly Ad[],
  test: readonly Ad[],
  network: AdPredictions,
): Promise<AdComparison[]> {
  const linear = await (await linearBaseline(train)).predict(test);
  return [
    { system: 'mean and majority', metrics: adQualityMetrics(test, naivePredictions(train, test)) },
    { system: 'linear, image statistics', metrics: adQualityMetrics(test, linear) },
    { system: 'network', metrics: adQualityMetrics(test, network) },
  ];
}

/** The mean score and the share of compliant ads of the training part, for every ad. */
export function naivePredictions(train: readonly Ad[], test: readonly Ad[]): AdPredictions {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    scores: new Float64Array(test.length).fill(mean(train.map(({ quality }) => quality))),
    probabilities: new Float64Array(test.length).fill(mean(train.map(({ compliant }) => Number(compliant)))),
  };
}

/**
 * The comparison as a table, a row a way to predict.
 * @example `${adComparisonTable(comparisons)}` // three rows: system, MAE, RMSE, R², accuracy, precision, recall, F1, AUC, Brier
 */
export function adComparisonTable(comparisons: readonly AdComparison[]): ResultTable {
  const rows = comparisons.map(({ system, metrics: { score, compliance } }) => ({
    system,
    MAE: score.mae,
    RMSE: score.rmse,
    'R²': score.r2,
    accuracy: compliance.accuracy,
    precision: compliance.precision,
    recall: compliance.recall,
    F1: compliance.f1,
    AUC: compliance.auc,
    Brier: compliance.brier,
  }));
  return resultTable(rows);
}

/**
 * The errors as a table, a row a quality band.
 * @example bandTable(metrics)[0] // { band: 'low', ads: 61, MAE: 5.2, bias: 1.3, accuracy: 0.98 }
 */
export function bandTable({ bands }: AdQualityMetrics): ResultTable {
  return resultTable(
    bands.map(({ band, ads, mae, bias, accuracy }) => ({ band, ads, MAE: mae, bias, accuracy })),
  );
}

/**
 * The rules as a table, a row a rule: how many ads break it, how many of these are found, and how often it is a false
 * alarm.
 * @example ruleTable(metrics)[0] // { rule: 'text-contrast', broken: 40, found: 36, recall: 0.9, '95% interval': '0.769–0.960', … }
 */
export function ruleTable({ ads, rules }: AdQualityMetrics): ResultTable {
  const figure = (x: number) => x.toFixed(3);
  return resultTable(
    rules.map(({ id, broken, found, recall, alone, aloneFailed, falseAlarms }) => ({
      rule: id,
      broken,
      found,
      recall: recall && Number(figure(recall.share)),
      '95% interval': recall ? `${figure(recall.low)}–${figure(recall.high)}` : '',
      'broken alone': alone,
      'of these fail': aloneFailed,
      'false alarms': `${falseAlarms} of ${ads - broken}`,
    })),
  );
}

/**
 * How many ads each part has, and how alike the parts are, as a table.
 * @example splitTable({ ...splitAds(ads) })[0] // { part: 'train', ads: 2100, compliant: 0.4, 'mean score': 54.1 }
 */
export function splitTable(split: Readonly<Record<string, readonly Ad[]>>): ResultTable {
  const rows = Object.entries(split).map(([part, ads]) => ({
    part,
    ads: ads.length,
    compliant: ads.filter(({ compliant }) => compliant).length / ads.length,
    'mean score': ads.reduce((sum, { quality }) => sum + quality, 0) / ads.length,
  }));
  return resultTable(rows);
}

/**
 * The ads whose predictions are worst, by `adErrors`.
 * @example worstPredictions(split.test, predicted, 10)[0] // { ad, score, probability, broken: ['text-contrast'], error }
 */
export function worstPredictions(ads: readonly Ad[], predicted: AdPredictions, count: number) {
  const errors = adErrors(ads, predicted);
  return ads
    .map((ad, i) => ({
      ad,
      score: predicted.scores[i],
      probability: predicted.probabilities[i],
      /** The rules that the model says to be broken, where it was taught them. */
      broken: (predicted.rules ?? [])
        .filter((rule) => rule.probabilities[i] >= passThreshold)
        .map(({ id }) => id),
      error: errors[i],
    }))
    .sort((a, b) => b.error - a.error)
    .slice(0, count);
}
