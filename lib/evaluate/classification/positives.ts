import { UndefinedMetricError } from '../errors.js';

/** Counts rows of class 1, of rows of both classes. */
export function positivesOf(actual: ArrayLike<number>, metric: string, needs: 'both' | 'positive'): number {
  let positives = 0;
  for (let i = 0; i < actual.length; i++) positives += actual[i];
  if (positives === 0 || (needs === 'both' && positives === actual.length)) {
    throw new UndefinedMetricError(
      `${metric} needs rows of ${needs === 'both' ? 'both classes' : 'class 1'}; ${actual.length === 1 ? 'the only row is' : `all ${actual.length} are`} of class ${positives === 0 ? 0 : 1}`,
    );
  }
  return positives;
}
