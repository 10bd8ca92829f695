import { z } from 'zod';
import { ArgumentError, issueSentence, shown } from '../errors/index.js';

/**
 * Options checked by a schema, defaults filled in.
 * @param what the function that was called
 * @throws {ArgumentError} naming the first option that is wrong and its value, or, for one that is unknown, those that there are
 * @example parseOptions('ridge', z.strictObject({ alpha: z.number().default(1) }), {}) // { alpha: 1 }
 */
export function parseOptions<T extends z.ZodType>(what: string, schema: T, options: unknown): z.output<T> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0 && schema instanceof z.ZodObject) {
    throw new ArgumentError(
      `${what} has no option ${shown(issue.keys[0])}; choose from ${Object.keys(schema.shape).join(', ')}`,
    );
  }
  throw new ArgumentError(`${what}: ${issueSentence(parsed.error, options, { whole: 'options' })}`);
}
