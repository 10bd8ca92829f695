import { z } from 'zod';
import { ArgumentError, issueSentence, shown } from '../../errors/index.js';

/**
 * Options checked by a schema, defaults filled in.
 * @param what the function that was called
 * @throws {ArgumentError} naming the first option that is wrong and its value, or, for one that is unknown, those that there are
 * @example parseOptions('ridge', z.strictObject({ alpha: z.number().default(1) }), {}) // { alpha: 1 }
 */
export function parseOptions<T extends z.ZodType>(what: string, schema: T, options: unknown): z.output<T> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const unknown = (key: string) => `${what} has no option ${shown(key)}; choose from ${keysOf(schema)}`;
  throw new ArgumentError(
    issueSentence(parsed.error, options, { before: `${what}: `, whole: 'options', unknown }),
  );
}

/** The keys that an object may have, as a list to read; '' for what is no object. */
export function keysOf(schema: z.ZodType): string {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape).join(', ') : '';
}
