import type { Job } from '../../jobs/job.js';
import { readParametersFile } from '../parameters-file.js';
import { typedParameters } from './typed-parameters.js';

export interface GivenParameters {
  /** Parameters as they were typed. */
  readonly parameters: Readonly<Record<string, string>>;
  /** YAML or JSON file of parameters, which typed ones go before. */
  readonly config?: string;
}

/** Parameters of a job from the command line and a file. */
export async function givenParameters(
  job: Job<unknown, unknown>,
  { parameters, config }: GivenParameters,
): Promise<Record<string, unknown>> {
  const file = config === undefined ? {} : await readParametersFile(config);
  return { ...file, ...typedParameters(job, parameters) };
}
