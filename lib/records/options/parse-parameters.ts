import type { z } from 'zod';
import { ArgumentError, issueSentence, shown } from '../../errors/index.js';
import { keysOf } from './parse-options.js';

/**
 * Parameters of a job checked by their schema, defaults filled in.
 * @param schema messages go after "it": 'must be a whole number of at least 1'
 * @param word what a parameter is called
 * @throws {ArgumentError} naming the first parameter that is wrong, its value and what it may be, or, for one that is unknown, those that there are
 * @example parseParameters(z.strictObject({ EPOCHS: z.int('must be a whole number').default(20) }), {}) // { EPOCHS: 20 }
 */
export function parseParameters<T>(schema: z.ZodType<T>, values: unknown, word = 'parameter'): T {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new ArgumentError(`${word}s are ${shown(values)}; give an object`);
  }
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const unknown = (key: string) => `there is no ${word} ${key}; there are ${keysOf(schema)}`;
  throw new ArgumentError(
    issueSentence(parsed.error, values, { before: `${word} `, joint: '; it ', unknown }),
  );
}
