import { z } from 'zod';

/** A whole number of a range, with what to give where it is none. */
export function wholeNumber(low: number, high: number) {
  const message = `give a whole number from ${low.toLocaleString('en')} to ${high.toLocaleString('en')}`;
  return z.int(message).min(low, message).max(high, message);
}

/** What decides everything that is drawn. */
export const seedNumber = z.int32('give a whole number of 32 bits').default(42);
