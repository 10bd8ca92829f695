import { selectData, selectFeatures, type TrainingData, trainingColumns } from './features.js';
import { type Fold, kFolds } from './folds.js';
import type { Learner, Model } from './model.js';

export interface OutOfFold {
  /** For each row, the prediction of the model that had not seen it. */
  readonly predictions: Float64Array;
  readonly folds: readonly (Fold & { readonly model: Model })[];
}

/** Fits a learner once a fold and predicts the rows left out. */
export async function outOfFold(
  learner: Learner,
  data: TrainingData,
  folds: number,
  seed: number,
): Promise<OutOfFold> {
  const table = trainingColumns(data);
  const predictions = new Float64Array(table.rows);
  const fitted: (Fold & { model: Model })[] = [];
  for (const fold of kFolds(table, folds, seed)) {
    const model = await learner.fit(selectData(data, fold.train));
    model.predict(selectFeatures(data.features, fold.test)).forEach((value, k) => {
      predictions[fold.test[k]] = value;
    });
    fitted.push({ ...fold, model });
  }
  return { predictions, folds: fitted };
}
