import type { EngagementScale, SocialPlatform } from '../../collect/index.js';
import { type ConformalPredictor, type Model, modelFromJson } from '../../tabular/index.js';
import { selectRows } from '../../vectors/index.js';
import type { TrainingRows } from './training-rows.js';

/** One fitted model with its intervals. */
export interface FittedModel {
  /** As in the leaderboard. */
  readonly learner: string;
  readonly model: Model;
  readonly intervals: ConformalPredictor;
}

/** Which model answers for a platform, and why. */
export interface PlatformRule {
  readonly platform: SocialPlatform;
  /** Posts that were trained on, and their accounts. */
  readonly rows: number;
  readonly accounts: number;
  readonly answers: 'own' | 'general';
  /** Root mean squared errors on the platform's posts, each predicted by a model that had not seen its account. */
  readonly ownRmse: number | null;
  readonly generalRmse: number | null;
  readonly why: string;
}

/** The rows that a model was trained on, with predictions of models that had not seen them: what drift is measured from. */
export interface Reference {
  readonly rows: TrainingRows;
  readonly predictions: Float64Array;
}

/** Models of engagement: a general one, and those of platforms that have enough posts for their own. */
export interface CreativeModel {
  readonly names: readonly string[];
  /** What turns a score into a rate; null where the outcomes were scores already. */
  readonly scale: EngagementScale | null;
  readonly general: FittedModel;
  readonly own: Readonly<Partial<Record<SocialPlatform, FittedModel>>>;
  /** Platforms that were trained on. */
  readonly rules: readonly PlatformRule[];
  readonly reference: Reference;
  /** Accounts that were kept for the test; successors are compared on them too. */
  readonly heldOut: readonly string[];
}

/** Predictions in [0, 100] with their 90% intervals. */
export interface ScoredRows {
  readonly prediction: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** 'general', or the platform whose own model answered. */
  readonly answeredBy: readonly string[];
}

/** A fitted model of intervals whose prediction is that of one model ('cv' and 'split'). */
export function fittedModel(learner: string, intervals: ConformalPredictor): FittedModel {
  return { learner, intervals, model: modelFromJson(intervals.toJSON().members[0]) };
}

/** The model that answers for a platform. */
export function modelFor(
  model: CreativeModel,
  platform: string,
): { readonly name: string; readonly fitted: FittedModel } {
  const own = model.own[platform as SocialPlatform];
  return own ? { name: platform, fitted: own } : { name: 'general', fitted: model.general };
}

/** Predicts each row with the model of its platform. */
export function scoreRows(
  model: CreativeModel,
  { names, matrix }: Pick<TrainingRows, 'names' | 'matrix'>,
  platforms: readonly string[],
): ScoredRows {
  const rows = platforms.length;
  const out = {
    prediction: new Float64Array(rows),
    low: new Float64Array(rows),
    high: new Float64Array(rows),
    answeredBy: platforms.map((platform) => modelFor(model, platform).name),
  };
  for (const name of new Set(out.answeredBy)) {
    const at = [...out.answeredBy.keys()].filter((i) => out.answeredBy[i] === name);
    const { fitted } = modelFor(model, name);
    const found = fitted.intervals.predict({ names, matrix: selectRows(matrix, at) });
    at.forEach((i, k) => {
      out.prediction[i] = within(found.prediction[k]);
      out.low[i] = within(found.low[k]);
      out.high[i] = within(found.high[k]);
    });
  }
  return out;
}

function within(score: number): number {
  return Math.min(100, Math.max(0, score));
}
