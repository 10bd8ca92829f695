import { z } from 'zod';
import { shown } from '../errors/index.js';
import { TabularError } from './errors.js';

/** Options of a learner or a procedure, checked; an unknown one is answered with those that there are. */
export function parseOptions<Shape extends z.ZodRawShape>(
  what: string,
  shape: Shape,
  options: unknown,
): z.infer<z.ZodObject<Shape>> {
  const parsed = z.strictObject(shape).safeParse(options);
  if (parsed.success) return parsed.data as z.infer<z.ZodObject<Shape>>;
  const [issue] = parsed.error.issues;
  if (issue.code === 'unrecognized_keys') {
    throw new TabularError(
      `${what} has no option ${shown(issue.keys[0])}; choose from ${Object.keys(shape).join(', ')}`,
    );
  }
  const [name, ...inner] = issue.path;
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], options);
  throw new TabularError(`${what}: ${[name, ...inner].join('.')} is ${shown(value)}: ${issue.message}`);
}

export const count = () => z.int().min(1).max(100_000);
export const fraction = () => z.number().gt(0).max(1);
export const seed = () => z.int().default(42);
