import {
  accuracy,
  atThreshold,
  auc,
  brierScore,
  confusionMatrix,
  expectedCalibrationError,
  f1,
  meanAbsoluteError,
  precision,
  r2,
  recall,
  rootMeanSquaredError,
} from '../../evaluate/index.js';
import { type WilsonInterval, wilsonInterval } from '../../stats/index.js';

/** What is known of an ad. */
export interface AdLabel {
  /** Score of its quality, in [0, 100]. */
  readonly quality: number;
  readonly compliant: boolean;
  /** The rules that it breaks, where they are known. */
  readonly broken?: readonly string[];
}

/** What a model says of ads, one number an ad. */
export interface AdPredictions {
  /** Scores of quality, in [0, 100]. */
  readonly scores: Float64Array;
  /** That the ad complies, in [0, 1]. */
  readonly probabilities: Float64Array;
  /** That each rule is broken, of a model that was taught rules. */
  readonly rules?: readonly { readonly id: string; readonly probabilities: Float64Array }[];
}

/** Errors of the score, in points of 100. */
export interface ScoreMetrics {
  readonly mae: number;
  readonly rmse: number;
  /** NaN for a single ad, or where all have one score. */
  readonly r2: number;
}

export interface ComplianceMetrics {
  readonly accuracy: number;
  /**
   * Share of the ads said to comply that do, in [0, 1]; compliance is the class that is looked for, in recall and F1
   * too.
   */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly auc: number;
  readonly brier: number;
  readonly calibrationError: number;
  /** Rows actual, columns predicted: [[fails rightly, fails wrongly], …] in the order fail, pass. */
  readonly confusion: readonly (readonly number[])[];
}

/** How good predictions are: of the score, of compliance, by quality band, and by rule. */
export interface AdQualityMetrics {
  readonly ads: number;
  readonly score: ScoreMetrics;
  readonly compliance: ComplianceMetrics;
  readonly bands: readonly BandMetrics[];
  /** A row a rule; none where the model was taught none, or the labels name none. */
  readonly rules: readonly RuleMetrics[];
}

/** How well a model tells that one rule is broken. */
export interface RuleMetrics {
  readonly id: string;
  /** Ads that break it, and how many of these the model says to break it. */
  readonly broken: number;
  readonly found: number;
  /** Share that is found of the ads that break it, with the 95% interval by Wilson; null where none breaks it. */
  readonly recall: WilsonInterval | null;
  /** Ads that break it and nothing else, and how many of these fail, whatever rule the model names. */
  readonly alone: number;
  readonly aloneFailed: number;
  /** Ads that keep it and are said to break it. */
  readonly falseAlarms: number;
}

export interface BandMetrics {
  readonly band: QualityBand;
  readonly ads: number;
  readonly mae: number;
  /** Mean of prediction − truth. */
  readonly bias: number;
  readonly accuracy: number;
}

export type QualityBand = 'low' | 'medium' | 'high';

/** Low is below 40, high from 70. */
export function qualityBand(quality: number): QualityBand {
  if (quality < 40) return 'low';
  return quality < 70 ? 'medium' : 'high';
}

/** A probability of at least this counts as passing. */
export const passThreshold = 0.5;

/** How wrong each prediction is: score and compliance count alike, in units of their largest error. In [0, 2]. */
export function adErrors(ads: readonly AdLabel[], { scores, probabilities }: AdPredictions): number[] {
  return ads.map(
    ({ quality, compliant }, i) =>
      Math.abs(scores[i] - quality) / 100 + Math.abs(probabilities[i] - Number(compliant)),
  );
}

/** How good predictions are, on ads whose labels are known. */
export function adQualityMetrics(labels: readonly AdLabel[], predicted: AdPredictions): AdQualityMetrics {
  const quality = labels.map((label) => label.quality);
  const compliant = labels.map((label) => Number(label.compliant));
  const { scores, probabilities } = predicted;
  const said = atThreshold(probabilities, passThreshold);
  const bothClasses = new Set(compliant).size === 2;
  const bands = (['low', 'medium', 'high'] as const).flatMap((band) => {
    const rows = quality.flatMap((value, i) => (qualityBand(value) === band ? [i] : []));
    if (rows.length === 0) return [];
    const errors = rows.map((i) => scores[i] - quality[i]);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    return [
      {
        band,
        ads: rows.length,
        mae: mean(errors.map(Math.abs)),
        bias: mean(errors),
        accuracy: mean(rows.map((i) => Number(said[i] === compliant[i]))),
      },
    ];
  });
  return {
    ads: labels.length,
    score: {
      mae: meanAbsoluteError(quality, scores),
      rmse: rootMeanSquaredError(quality, scores),
      r2: new Set(quality).size > 1 ? r2(quality, scores) : Number.NaN,
    },
    compliance: {
      accuracy: accuracy(compliant, said),
      precision: precision(compliant, said),
      recall: recall(compliant, said),
      f1: f1(compliant, said),
      auc: bothClasses ? auc(compliant, probabilities) : Number.NaN,
      brier: brierScore(compliant, probabilities),
      calibrationError: expectedCalibrationError(compliant, probabilities),
      confusion: confusionMatrix(compliant, said, [0, 1]).counts,
    },
    bands,
    rules: ruleMetrics(labels, predicted),
  };
}

function ruleMetrics(
  labels: readonly AdLabel[],
  { rules = [], probabilities }: AdPredictions,
): RuleMetrics[] {
  if (labels.some(({ broken }) => broken === undefined)) return [];
  return rules.map((rule) => {
    const says = (i: number) => rule.probabilities[i] >= passThreshold;
    const rows = [...labels.keys()];
    const broken = rows.filter((i) => labels[i].broken?.includes(rule.id));
    const alone = broken.filter((i) => labels[i].broken?.length === 1);
    const found = broken.filter(says).length;
    return {
      id: rule.id,
      broken: broken.length,
      found,
      recall: broken.length > 0 ? wilsonInterval(found, broken.length) : null,
      alone: alone.length,
      aloneFailed: alone.filter((i) => probabilities[i] < passThreshold).length,
      falseAlarms: rows.filter(says).length - found,
    };
  });
}
