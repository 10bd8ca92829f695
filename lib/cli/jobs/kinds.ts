import { jobs, parametersOf } from '../../jobs/index.js';
import { resultTable } from '../../records/index.js';

/** `vitrine jobs list`: each kind of job with its parameters and their defaults. */
export function kinds({ json }: { readonly json?: boolean }): void {
  const all = jobs.map((job) => ({
    name: job.name,
    description: job.parameters.description ?? '',
    parameters: parametersOf(job),
  }));
  if (json) console.log(JSON.stringify(all, null, 2));
  else
    for (const { name, description, parameters } of all) {
      console.log(`${name}: ${description}`);
      const rows = parameters.map(({ name, default: value, description }) => ({
        parameter: name,
        default: JSON.stringify(value),
        meaning: description,
      }));
      console.log(`${resultTable(rows)}\n`);
    }
}
