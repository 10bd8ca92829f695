import type { Features, TrainingData } from './features.js';

export type ModelKind =
  | 'randomForest'
  | 'gradientBoosting'
  | 'xgboost'
  | 'ridge'
  | 'neuralNetwork'
  | 'stackedEnsemble';

/** A model as plain JSON, for `modelFromJson`. */
export interface ModelJson {
  readonly kind: ModelKind;
  /** The features it takes, in order. */
  readonly names: readonly string[];
  readonly [part: string]: unknown;
}

/** A fitted model. */
export interface Model {
  readonly kind: ModelKind;
  /** The features it takes, in order. */
  readonly names: readonly string[];
  /**
   * One prediction a row.
   * @throws {UserError} naming the features that differ from those it was fitted on
   */
  predict(features: Features): Float64Array;
  toJSON(): ModelJson;
}

/** A way to fit a model: what `randomForest(options)` and the like give. */
export interface Learner<M extends Model = Model> {
  /** As shown in leaderboards. */
  readonly name: string;
  /**
   * The same data give the same model: every random choice follows from the learner's seed.
   * @throws {UserError} without two rows, or on a target that is not finite or beyond 10¹⁴⁰
   */
  fit(data: TrainingData): Promise<M>;
  /**
   * For a learner that refuses missing values only because it was not told what to do: the same with the medians of
   * its training rows in their place. A stack takes it instead.
   */
  readonly filling?: Learner<M>;
}
