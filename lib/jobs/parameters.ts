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

/**
 * Texts of a command line as values of the kind that each parameter's default has. What is no number stays a text, and
 * the job's schema says what is wrong with it.
 */
export function typedParameters(
  job: Job<unknown, unknown>,
  texts: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const defaults = new Map(parametersOf(job).map((parameter) => [parameter.name, parameter.default]));
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const isNumber =
        typeof defaults.get(name) === 'number' && text.trim() !== '' && !Number.isNaN(Number(text));
      return [name, isNumber ? Number(text) : text];
    }),
  );
}
