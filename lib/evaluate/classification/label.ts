import { shown } from '../../errors/index.js';
import { EvaluateError } from '../errors.js';
import { checkLengths } from '../paired-values.js';

/** A class: its name, or its number. */
export type Label = string | number;

/** A class a row; typed arrays of numbers too. */
export type Labels = ArrayLike<number> | ArrayLike<string>;

/** Two lists of one length without NaN. */
export function checkLabels(actual: Labels, predicted: Labels): void {
  checkLengths(actual, predicted);
  for (let i = 0; i < actual.length; i++) {
    for (const [which, value] of [
      ['actual', actual[i]],
      ['predicted', predicted[i]],
    ]) {
      if (typeof value !== 'string' && !Number.isFinite(value)) {
        throw new EvaluateError(
          `row ${i}: the ${which} class is ${shown(value)}; it must be a name or a number`,
        );
      }
    }
  }
}
