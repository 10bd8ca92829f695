import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Job } from '../../jobs/job.js';
import { typedParameters } from './typed-parameters.js';

test('parameters take their kind from the default', () => {
  const parameters = z.strictObject({ VALUE: z.number().default(2), NAME: z.string().default('two') });
  const job = { name: 'doubling', parameters } as unknown as Job<unknown, unknown>;
  expect(typedParameters(job, { VALUE: '1e3', NAME: '7' })).toEqual({ VALUE: 1000, NAME: '7' });
  expect(typedParameters(job, { VALUE: 'x', OTHER: '1' })).toEqual({ VALUE: 'x', OTHER: '1' });
  expect(typedParameters(job, { VALUE: ' ' })).toEqual({ VALUE: ' ' });
});
