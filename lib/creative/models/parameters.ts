import { z } from 'zod';
import { socialPlatforms } from '../../collect/index.js';
import { parseParameters } from '../../records/index.js';

const between = (low: number, high: number) => {
  const message = `must be a whole number from ${low} to ${high}`;
  return z.int(message).min(low, message).max(high, message);
};
const text = z.string('must be a text');

/** Parameters of the job. */
export const jobParameters = z
  .strictObject({
    MODE: z
      .enum(['quick', 'full'], 'must be quick or full')
      .default('quick')
      .describe('200 or 2,000 drawn creatives'),
    DATA: text.default('').describe("posts, .csv, .json or .jsonl; '' draws"),
    REGISTRY: text
      .default('')
      .describe(
        "folder of the registry; '' is registry/creative beside the job's folder, or creative-sample for drawn creatives",
      ),
    RANDOM_SEED: z
      .int32('must be a whole number between -2147483648 and 2147483647')
      .default(42)
      .describe('of everything that is left to chance'),
  })
  .describe('models of engagement on creatives, tested, and the best registered');

const notebookParameters = jobParameters.omit({ REGISTRY: true }).extend({
  IMAGE: text,
  PLATFORM: text.refine((name) => socialPlatforms.some((known) => known === name), {
    error: `must be one of ${socialPlatforms.join(', ')}`,
  }),
  HOUR: between(0, 23),
  WEEKDAY: between(0, 6),
  AUDIENCE: between(1, 10_000_000_000),
});

/** The parameters of the notebook, by the names they have there. */
export type CreativeParameters = z.infer<typeof notebookParameters>;

/**
 * Checks the parameters of the notebook before anything is computed, and gives them back.
 * @throws {ArgumentError} naming the parameter, its value and what it may be
 * @example
 * const given = { MODE: 'quick', DATA: '', IMAGE: '', PLATFORM: 'myspace', HOUR: 18, WEEKDAY: 3, AUDIENCE: 50_000, RANDOM_SEED: 42 };
 * checkCreativeParameters(given) // ArgumentError: parameter PLATFORM is "myspace"; it must be one of …
 */
export function checkCreativeParameters(values: CreativeParameters): CreativeParameters {
  return parseParameters(notebookParameters, values);
}
