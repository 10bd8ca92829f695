import { columnsOf, type Features } from '../features.js';
import type { Model } from '../model.js';
import type { RidgeModel } from '../ridge.js';
import type { StackedModel } from '../stacked-ensemble.js';
import type { TreeModel } from '../tree-model.js';
import { sampledShapley } from './sampled-shapley.js';
import { type Contributions, treeShap } from './tree-shap.js';

/**
 * What each feature contributed to each prediction of any model of this folder: Shapley values, in the target's unit,
 * which add up to the prediction. Of trees they are exact (`treeShap`); of a ridge, coefficient × (value − mean); of a
 * network, sampled; of a stacked ensemble, the sum of its members' by their weights, since Shapley values are linear in
 * the model.
 * @param background rows that stand for an unknown feature, where the model does not hold them itself: those that it was
 *   fitted to
 * @throws {UserError} naming the features that differ from those that the model was fitted on
 * @example
 * const { expected, values } = shapleyValues(model, held.features, train.features);
 * expected + values[0].reduce((sum, value) => sum + value) // the first row's prediction
 */
export function shapleyValues(model: Model, features: Features, background: Features): Contributions {
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

function ofStack(model: StackedModel, features: Features, background: Features): Contributions {
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
function ofRidge(model: RidgeModel, features: Features, background: Features): Contributions {
  const { names, coefficients } = model;
  const fill = model.toJSON().fill as readonly number[] | null;
  const rows = columnsOf(background, names);
  const filled = (value: number, j: number) => (Number.isNaN(value) && fill ? fill[j] : value);
  const means = names.map((_, j) => {
    let sum = 0;
    for (let i = 0; i < rows.rows; i++) sum += filled(rows.columns[j][i], j);
    return sum / rows.rows;
  });
  const predictions = model.predict(features);
  const { columns } = columnsOf(features);
  return {
    names,
    expected: coefficients.reduce((sum, c, j) => sum + c * means[j], model.intercept),
    values: Array.from(predictions, (_, i) =>
      Float64Array.from(coefficients, (c, j) => c * (filled(columns[j][i], j) - means[j])),
    ),
    predictions,
  };
}
