import { z } from 'zod';
import { socialPlatforms } from '../../collect/index.js';
import { ArgumentError, shown } from '../../errors/index.js';
import type { CreativeMode } from './source.js';

/** The parameters of the notebook, by the names they have there. */
export interface CreativeParameters {
  readonly MODE: CreativeMode;
  readonly DATA: string;
  readonly IMAGE: string;
  readonly PLATFORM: string;
  readonly HOUR: number;
  readonly WEEKDAY: number;
  readonly AUDIENCE: number;
  readonly RANDOM_SEED: number;
}

const between = (low: number, high: number) => {
  const message = `must be a whole number from ${low} to ${high}`;
  return z.int(message).min(low, message).max(high, message);
};

const schema: z.ZodType<CreativeParameters> = z.object({
  MODE: z.enum(['quick', 'full'], 'must be quick or full'),
  DATA: z.string(),
  IMAGE: z.string(),
  PLATFORM: z.enum(socialPlatforms, `must be one of ${socialPlatforms.join(', ')}`),
  HOUR: between(0, 23),
  WEEKDAY: between(0, 6),
  AUDIENCE: between(1, 10_000_000_000),
  RANDOM_SEED: z.int32('must be a whole number between -2147483648 and 2147483647'),
});

/**
 * Checks the parameters of the notebook before anything is computed, and gives them back.
 * @throws {ArgumentError} naming the parameter, its value and what it may be
 */
export function checkCreativeParameters(values: CreativeParameters): CreativeParameters {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const at = path[0] as keyof CreativeParameters;
  throw new ArgumentError(`parameter ${at} is ${shown(values[at])}; it ${message}`);
}
