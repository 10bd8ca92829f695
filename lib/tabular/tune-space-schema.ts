import { z } from 'zod';

/** A `SearchSpace`, checked. */
export const spaceSchema = z
  .record(
    z.string(),
    z.union([
      z.array(z.union([z.number(), z.string(), z.boolean()])).min(1),
      z
        .strictObject({
          low: z.number(),
          high: z.number(),
          log: z.boolean().optional(),
          whole: z.boolean().optional(),
        })
        .refine(
          ({ low, high, log }) => low < high && (!log || low > 0),
          'low < high is needed, and low > 0 with log',
        ),
    ]),
  )
  .refine((space) => Object.keys(space).length > 0, 'name at least one option');
