import { shown } from '../errors/index.js';
import { EvaluateError } from './errors.js';

/** What was true and what was predicted, row by row: two lists of one length, of finite numbers. */
export function checkNumbers(actual: ArrayLike<number>, predicted: ArrayLike<number>): void {
  checkLengths(actual, predicted);
  for (let i = 0; i < actual.length; i++) {
    if (!Number.isFinite(actual[i])) throw bad('actual', i, actual[i], 'a finite number');
    if (!Number.isFinite(predicted[i])) throw bad('predicted', i, predicted[i], 'a finite number');
  }
}

/** Classes 0 and 1, and a finite score for each row. */
export function checkScores(actual: ArrayLike<number>, scores: ArrayLike<number>): void {
  checkLengths(actual, scores);
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] !== 0 && actual[i] !== 1) throw bad('actual', i, actual[i], '0 or 1');
    if (!Number.isFinite(scores[i])) throw bad('predicted', i, scores[i], 'a finite number');
  }
}

/** Classes 0 and 1, and the probability of 1 for each row. */
export function checkProbabilities(actual: ArrayLike<number>, probabilities: ArrayLike<number>): void {
  checkScores(actual, probabilities);
  for (let i = 0; i < probabilities.length; i++) {
    if (probabilities[i] < 0 || probabilities[i] > 1) {
      throw bad('predicted', i, probabilities[i], 'a probability from 0 to 1');
    }
  }
}

export function checkLengths(actual: ArrayLike<unknown>, predicted: ArrayLike<unknown>): void {
  if (actual.length !== predicted.length) {
    throw new EvaluateError(
      `there are ${actual.length} actual values and ${predicted.length} predicted; give one of each a row`,
    );
  }
  if (actual.length === 0) throw new EvaluateError('there are no rows to measure; give at least one');
}

function bad(which: string, row: number, value: unknown, expected: string): EvaluateError {
  return new EvaluateError(`row ${row}: the ${which} value is ${shown(value)}; it must be ${expected}`);
}
