import { ArgumentError } from '../errors/index.js';

/** The sum of counts or weights. @throws {ArgumentError} for none, a negative one, or nothing but zeros */
export function checkedTotal(counts: ArrayLike<number>, what: string): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    if (!(counts[i] >= 0 && counts[i] < Number.POSITIVE_INFINITY)) {
      throw new ArgumentError(`${what}: number ${i} is ${counts[i]}; counts are 0 or more`);
    }
    total += counts[i];
  }
  if (!(total > 0)) throw new ArgumentError(`${what} has no counts above 0; give at least one`);
  return total;
}

/** @throws {ArgumentError} where the two have unlike numbers of bins or categories */
export function checkSameLength(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length) {
    throw new ArgumentError(
      `${a.length} counts against ${b.length}; both need one for each category, 0 where it is not seen`,
    );
  }
}
