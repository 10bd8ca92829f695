import {
  calibrationChart,
  confusionChart,
  precisionRecallChart,
  predictedActualChart,
  rocChart,
} from '../../evaluate/index.js';
import type { Figure } from '../../plot/index.js';
import type { Ad } from '../ad.js';
import type { AdPredictions, AdQualityMetrics } from './metrics.js';
import { qualityBand } from './metrics.js';

/**
 * The plots of an evaluation by name: score, confusion, and where ads of both kinds are there roc, precision-recall,
 * calibration.
 * @example
 * for (const [name, figure] of Object.entries(adQualityFigures(split.test, predicted, metrics))) {
 *   await showPlot(figure, { name });
 * }
 */
export function adQualityFigures(
  ads: readonly Ad[],
  predicted: AdPredictions,
  { score, compliance }: AdQualityMetrics,
): Record<string, Figure> {
  const compliant = ads.map((ad) => Number(ad.compliant));
  const { probabilities } = predicted;
  const figures: Record<string, Figure> = {
    score: predictedActualChart({
      actual: ads.map(({ quality }) => quality),
      predicted: predicted.scores,
      groups: ads.map(({ quality }) => qualityBand(quality)),
      hover: ads.map(({ file }) => file),
      title: `Score: off by ${score.mae.toFixed(1)} points on average`,
      xTitle: 'true score',
      yTitle: 'predicted score',
    }),
    confusion: confusionChart({
      matrix: { labels: [0, 1], counts: compliance.confusion, n: ads.length },
      names: ['fail', 'pass'],
      title: `Compliance: ${(100 * compliance.accuracy).toFixed(1)}% right`,
    }),
  };
  if (new Set(compliant).size < 2) return figures;
  return {
    ...figures,
    roc: rocChart({
      curves: [
        {
          name: `network (AUC ${compliance.auc.toFixed(3)})`,
          actual: compliant,
          scores: probabilities,
        },
      ],
      title: 'Compliance: ROC',
    }),
    'precision-recall': precisionRecallChart({
      curves: [{ name: 'network', actual: compliant, scores: probabilities }],
      title: 'Compliance: precision and recall',
    }),
    calibration: calibrationChart({
      curves: [{ name: 'network', actual: compliant, probabilities }],
      title: `Calibration: off by ${(100 * compliance.calibrationError).toFixed(1)} points on average`,
    }),
  };
}
