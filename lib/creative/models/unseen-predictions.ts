import { kFolds, type Learner, selectData, selectFeatures, type TrainingData } from '../../tabular/index.js';

/** Each row as predicted by a model that had seen no row of its group, out of k folds. */
export async function unseenPredictions(
  learner: Learner,
  data: TrainingData,
  folds: number,
  seed: number,
): Promise<Float64Array> {
  const out = new Float64Array(data.target.length);
  for (const { train, test } of kFolds({ rows: out.length, groups: data.groups }, folds, seed)) {
    const model = await learner.fit(selectData(data, train));
    model.predict(selectFeatures(data.features, test)).forEach((value, k) => {
      out[test[k]] = value;
    });
  }
  return out;
}
