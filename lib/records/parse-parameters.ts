import { z } from 'zod';
import { ArgumentError, issueSentence, shown } from '../errors/index.js';

/**
 * Parameters of a job checked by their schema, defaults filled in.
 * @param schema messages go after "it": 'must be a whole number of at least 1'
 * @param word what a parameter is called
 * @throws {ArgumentError} naming the first parameter that is wrong, its value and what it may be, or, for one that is unknown, those that there are
 * @example parseParameters(z.strictObject({ EPOCHS: z.int('must be a whole number').default(20) }), {}) // { EPOCHS: 20 }
 */
export function parseParameters<T>(schema: z.ZodType<T>, values: unknown, word = 'parameter'): T {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue.code === 'unrecognized_keys' && schema instanceof z.ZodObject) {
    throw new ArgumentError(
      `there is no ${word} ${issue.keys[0]}; there are ${Object.keys(schema.shape).join(', ')}`,
    );
  }
  if (issue.path.length === 0) throw new ArgumentError(`${word}s are ${shown(values)}; give an object`);
  throw new ArgumentError(`${word} ${issueSentence(parsed.error, values, { joint: '; it ' })}`);
}
