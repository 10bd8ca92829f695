import { type Contributions, type Features, type Model, shapleyValues } from '../../tabular/index.js';

/** `shapleyValues` with the 0/1 columns of the platforms as one feature, `platform`. */
export function contributionsOf(model: Model, features: Features, background: Features): Contributions {
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
