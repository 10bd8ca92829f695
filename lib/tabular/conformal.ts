import { z } from 'zod';
import { UserError } from '../errors/index.js';
import { parseOptions } from '../records/index.js';
import { createRandom } from '../vectors/index.js';
import { lowerRank, upperRank } from './conformal-quantile.js';
import {
  assertTarget,
  type Features,
  selectData,
  selectFeatures,
  type TrainingData,
  trainingColumns,
} from './features.js';
import { holdOut } from './folds.js';
import type { Learner, Model } from './model.js';
import { seed } from './options.js';
import { outOfFold } from './out-of-fold.js';

export interface ConformalOptions {
  /** Share of new rows whose value is to lie within, in (0, 1). Default 0.9. */
  readonly confidence?: number;
  /**
   * 'cv': the errors of k fold models on the rows that they had not seen, about the prediction of a model of all rows.
   * 'cv+': the same errors, each about the prediction of its own fold's model; guaranteed, but too wide where models vary.
   * 'split': one fit, a part set aside; guaranteed, and less exact with few rows. Default 'cv'.
   */
  readonly method?: 'cv' | 'cv+' | 'split';
  /** Folds of 'cv' and 'cv+', 2 to 100. Default 10. */
  readonly folds?: number;
  /** Share of the rows that 'split' sets aside, in whole groups, in (0, 1). Default 0.3. */
  readonly calibrationPart?: number;
  /** With 'split': predicts the size of the error, so that hard rows get wider intervals; fitted to errors on unseen rows. */
  readonly difficulty?: Learner;
  /** Decides the folds, or the rows set aside. Default 42. */
  readonly seed?: number;
}

/** Predictions with the ends of their intervals, in the target's unit. */
export interface PredictionIntervals {
  readonly prediction: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** How intervals did on rows whose outcome is known. */
export interface Coverage {
  /** Part of the rows within their interval. */
  readonly coverage: number;
  readonly meanWidth: number;
  readonly rows: number;
}

/** Predicts with intervals. */
export interface ConformalPredictor {
  readonly confidence: number;
  readonly names: readonly string[];
  predict(features: Features): PredictionIntervals;
  coverage(data: TrainingData): Coverage;
  toJSON(): ConformalJson;
}

export interface ConformalJson {
  readonly confidence: number;
  readonly names: readonly string[];
  readonly members: readonly unknown[];
  /** For each member, the errors, in size, on rows that it had not seen; ascending. */
  readonly errors: readonly (readonly number[])[];
  readonly difficulty: { readonly model: unknown; readonly least: number } | null;
}

const schema = z.strictObject({
  confidence: z.number().gt(0).lt(1).default(0.9),
  method: z.enum(['cv', 'cv+', 'split']).default('cv'),
  folds: z.int().min(2).max(100).default(10),
  calibrationPart: z.number().gt(0).lt(1).default(0.3),
  difficulty: z.custom<Learner>().optional(),
  seed: seed(),
});

/**
 * Prediction intervals that hold whatever the model and the noise, as long as new rows are drawn like the old: errors on
 * rows that a model had not seen say how far off it is. 'cv' and 'cv+': Barber, Candès, Ramdas and Tibshirani,
 * "Predictive inference with the jackknife+", Annals of Statistics 49, 2021; 'split': Lei and others, "Distribution-free
 * predictive inference for regression", JASA 113, 2018, scaled by a predicted difficulty where one is given. Where the
 * data have groups, no group is on both sides.
 * @throws {UserError} when there are too few rows for the confidence
 * @example
 * const intervals = await conformalInterval(gradientBoosting(), data);
 * const { prediction, low, high } = intervals.predict(newFeatures);
 * intervals.coverage(held); // { coverage: 0.903, meanWidth: 11.2, rows: 400 }
 */
export async function conformalInterval(
  learner: Learner,
  data: TrainingData,
  options: ConformalOptions = {},
): Promise<ConformalPredictor> {
  const checked = parseOptions('conformalInterval', schema, options);
  const { confidence, method, folds, seed } = checked;
  const table = trainingColumns(data);
  if (checked.difficulty && method !== 'split') {
    throw new UserError("conformalInterval: difficulty goes with method 'split'; set method: 'split'");
  }
  const parts =
    method === 'split'
      ? await split(learner, data, checked)
      : await crossed(learner, data, folds, seed, method === 'cv+');
  const errors = parts.errors.reduce((sum, list) => sum + list.length, 0);
  if (Math.ceil(confidence * (errors + 1) - 1e-9) > errors) {
    throw new UserError(
      `${errors} errors on unseen rows are too few for intervals of confidence ${confidence}; give more rows, or ask for less`,
    );
  }
  return conformalPredictor({ confidence, names: table.names, ...parts });
}

export interface ConformalParts {
  readonly confidence: number;
  readonly names: readonly string[];
  readonly members: readonly Model[];
  readonly errors: readonly Float64Array[];
  readonly difficulty: Difficulty | null;
}

/** A model of the error's size, and the least that it may say. */
interface Difficulty {
  readonly model: Model;
  readonly least: number;
}

async function crossed(learner: Learner, data: TrainingData, folds: number, seed: number, plus: boolean) {
  const { predictions, folds: fitted } = await outOfFold(learner, data, folds, seed);
  const errors = data.target.map((y, i) => Math.abs(y - predictions[i]));
  if (!plus) return { members: [await learner.fit(data)], errors: [errors.sort()], difficulty: null };
  return {
    members: fitted.map(({ model }) => model),
    errors: fitted.map(({ test }) => Float64Array.from(test, (i) => errors[i]).sort()),
    difficulty: null,
  };
}

async function split(
  learner: Learner,
  data: TrainingData,
  { calibrationPart, difficulty: learnDifficulty, seed }: z.infer<typeof schema>,
) {
  const { train, held } = holdOut(trainingColumns(data), calibrationPart, createRandom(seed));
  const known = selectData(data, train);
  const model = await learner.fit(known);
  const difficulty = learnDifficulty ? await fitDifficulty(learner, learnDifficulty, known, seed) : null;
  const unseen = selectFeatures(data.features, held);
  const scale = difficultyOf(difficulty, unseen, held.length);
  const errors = model
    .predict(unseen)
    .map((value, k) => Math.abs(data.target[held[k]] - value) / scale[k])
    .sort();
  return { members: [model], errors: [errors], difficulty };
}

async function fitDifficulty(
  learner: Learner,
  learnDifficulty: Learner,
  known: TrainingData,
  seed: number,
): Promise<Difficulty> {
  const { predictions } = await outOfFold(learner, known, 5, seed);
  const errors = predictions.map((value, i) => Math.abs(known.target[i] - value));
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  return { model: await learnDifficulty.fit({ ...known, target: errors }), least: 0.1 * mean || 1 };
}

function difficultyOf(difficulty: Difficulty | null, features: Features, rows: number): Float64Array {
  if (!difficulty) return new Float64Array(rows).fill(1);
  return difficulty.model.predict(features).map((size) => Math.max(difficulty.least, size));
}

export function conformalPredictor(parts: ConformalParts): ConformalPredictor {
  const { confidence, names, members, errors, difficulty } = parts;
  const predict = (features: Features): PredictionIntervals => {
    const each = members.map((member) => member.predict(features));
    const rows = each[0].length;
    const scale = difficultyOf(difficulty, features, rows);
    const total = errors.reduce((sum, list) => sum + list.length, 0);
    const [down, up] = [new Float64Array(total), new Float64Array(total)];
    const out = {
      prediction: new Float64Array(rows),
      low: new Float64Array(rows),
      high: new Float64Array(rows),
    };
    for (let i = 0; i < rows; i++) {
      let k = 0;
      errors.forEach((list, m) => {
        out.prediction[i] += each[m][i] / members.length;
        for (const error of list) {
          down[k] = each[m][i] - error * scale[i];
          up[k++] = each[m][i] + error * scale[i];
        }
      });
      out.low[i] = lowerRank(down.sort(), confidence);
      out.high[i] = upperRank(up.sort(), confidence);
    }
    return out;
  };
  return {
    confidence,
    names,
    predict,
    coverage({ features, target }) {
      const { low, high } = predict(features);
      assertTarget(target, low.length);
      if (target.length === 0) throw new UserError('coverage needs at least one row, got none');
      let within = 0;
      let width = 0;
      target.forEach((y, i) => {
        if (y >= low[i] && y <= high[i]) within++;
        width += high[i] - low[i];
      });
      return { coverage: within / target.length, meanWidth: width / target.length, rows: target.length };
    },
    toJSON: () => ({
      confidence,
      names,
      members: members.map((member) => member.toJSON()),
      errors: errors.map((list) => [...list]),
      difficulty: difficulty && { model: difficulty.model.toJSON(), least: difficulty.least },
    }),
  };
}
