import { parametersOf } from '../../jobs/index.js';
import type { Job } from '../../jobs/job.js';

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
