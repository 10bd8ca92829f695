import { z } from 'zod';
import type { Job } from './job.js';

/** A parameter of a job. */
export interface JobParameter {
  readonly name: string;
  readonly default: unknown;
  readonly description: string;
}

/** The parameters of a job, in the order of its schema. */
export function parametersOf({ parameters }: Job<unknown, unknown>): JobParameter[] {
  const shape: Readonly<Record<string, z.ZodType>> =
    parameters instanceof z.ZodObject ? parameters.shape : {};
  return Object.entries(parameters.parse({}) as object).map(([name, value]) => ({
    name,
    default: value,
    description: shape[name]?.description ?? '',
  }));
}
