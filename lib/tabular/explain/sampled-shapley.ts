import { createRandom, fromRows } from '../../vectors/index.js';
import { columnsOf, type Features } from '../features.js';
import type { Model } from '../model.js';
import type { Contributions } from './tree-shap.js';

const orders = 32;
const seed = 42;

/**
 * Shapley values of any model by sampling: along an order of the features, a row of the background becomes the row that
 * is explained, one feature at a time, and each feature gets what the prediction moves by; means over 32 orders and
 * their reverses. They add up to the prediction less the mean prediction of the background rows drawn. Štrumbelj and
 * Kononenko, "Explaining prediction models and individual predictions", Knowledge and Information Systems 41, 2014.
 */
export function sampledShapley(model: Model, features: Features, background: Features): Contributions {
  const { names } = model;
  const predictions = model.predict(features);
  const { columns } = columnsOf(features);
  const known = columnsOf(background, names);
  let expected = 0;
  const values = Array.from(predictions, (_, i) => {
    const random = createRandom(seed);
    const paths = Array.from({ length: orders }, () => {
      const order = random.shuffle(names.map((_, j) => j));
      const from = random.int(known.rows);
      return [order, order.toReversed()].map((walk) => ({ walk, from }));
    }).flat();
    const rows = paths.flatMap(({ walk, from }) => {
      const at = known.columns.map((column) => column[from]);
      return [
        at.slice(),
        ...walk.map((j) => {
          at[j] = columns[j][i];
          return at.slice();
        }),
      ];
    });
    const predicted = model.predict({ names, matrix: fromRows(rows) });
    const sums = new Float64Array(names.length);
    const steps = names.length + 1;
    expected = 0;
    paths.forEach(({ walk }, p) => {
      expected += predicted[p * steps] / paths.length;
      walk.forEach((j, k) => {
        sums[j] += (predicted[p * steps + k + 1] - predicted[p * steps + k]) / paths.length;
      });
    });
    return sums;
  });
  return { names, expected, values, predictions };
}
