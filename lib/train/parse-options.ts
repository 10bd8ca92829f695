import type { z } from 'zod';
import { ArgumentError, shown } from '../errors/index.js';

/** Options checked by a schema; the first that is wrong is named with its value. */
export function parseOptions<T extends z.ZodType>(name: string, schema: T, options: unknown): z.output<T> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  const value = path.reduce((at: unknown, key) => (at as Record<PropertyKey, unknown>)?.[key], options);
  throw new ArgumentError(`${name}: ${path.join('.') || 'options'} is ${shown(value)}: ${message}`);
}
