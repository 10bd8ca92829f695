import {
  type Contributions,
  type Features,
  type Model,
  type RidgeModel,
  type StackedModel,
  selectFeatures,
  type TreeModel,
  treeShap,
} from '../../tabular/index.js';
import { sampledShapley } from './sampled-shapley.js';
import { featuresOf, type TrainingRows } from './training-rows.js';

/**
 * What each feature contributed to each prediction: Shapley values, which add up to the prediction. Of trees as in
 * `treeShap`; of a ridge, coefficient × (value − mean); of a network by
 * sampling; of a stacked ensemble, the sum of its members' by their weights,
 * since Shapley values are linear in the model. The 0/1 columns of the platforms count as one feature, `platform`.
 * @param background rows whose mean a linear model's contributions start from
 */
export function contributionsOf(model: Model, features: Features, background: TrainingRows): Contributions {
  const { names, expected, values, predictions } = shapleyValues(model, features, background);
  const platform = names.map((name) => name.startsWith('platform_'));
  if (!platform.includes(true)) return { names, expected, values, predictions };
  return {
    names: [...names.filter((_, j) => !platform[j]), 'platform'],
    expected,
    predictions,
    values: values.map((row) => {
      const sum = row.reduce((total, value, j) => total + (platform[j] ? value : 0), 0);
      return Float64Array.of(...row.filter((_, j) => !platform[j]), sum);
    }),
  };
}

function shapleyValues(model: Model, features: Features, background: TrainingRows): Contributions {
  switch (model.kind) {
    case 'ridge':
      return ofRidge(model as RidgeModel, features, background);
    case 'stackedEnsemble':
      return ofStack(model as StackedModel, features, background);
    case 'neuralNetwork':
      return sampledShapley(model, features, background);
    default:
      return treeShap(model as TreeModel, features);
  }
}

function ofStack(model: StackedModel, features: Features, background: TrainingRows): Contributions {
  const used = model.members.map((member, m) => ({ member, weight: model.weights[m] }));
  const parts = used
    .filter(({ weight }) => weight !== 0)
    .map(({ member, weight }) => ({ weight, part: shapleyValues(member, features, background) }));
  const predictions = model.predict(features);
  return {
    names: model.names,
    expected: parts.reduce((sum, { weight, part }) => sum + weight * part.expected, model.intercept),
    values: Array.from(predictions, (_, i) =>
      Float64Array.from(model.names, (_, j) =>
        parts.reduce((sum, { weight, part }) => sum + weight * part.values[i][j], 0),
      ),
    ),
    predictions,
  };
}

/** A ridge is a line in each feature: the difference to the mean row is the sum of the features' own. */
function ofRidge(model: RidgeModel, features: Features, background: TrainingRows): Contributions {
  const { names, coefficients } = model;
  const fill = model.toJSON().fill as readonly number[] | null;
  const table = featuresOf(background);
  const filled = (value: number, j: number) => (Number.isNaN(value) && fill ? fill[j] : value);
  const rows = background.posts.length;
  const means = names.map((_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += filled(table.matrix.data[i * names.length + j], j);
    return sum / rows;
  });
  const predictions = model.predict(features);
  const { columns } = selectFeatures(features, [...predictions.keys()]);
  return {
    names,
    expected: coefficients.reduce((sum, c, j) => sum + c * means[j], model.intercept),
    values: Array.from(predictions, (_, i) =>
      Float64Array.from(coefficients, (c, j) => c * (filled(columns[j][i], j) - means[j])),
    ),
    predictions,
  };
}
