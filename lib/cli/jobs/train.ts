import path from 'node:path';
import { findJob, runJob, typedParameters } from '../../jobs/index.js';
import { noteLargeRuns } from '../disk/large-runs.js';
import { interruptible } from '../interruptible.js';
import { readParametersFile } from '../parameters-file.js';
import { shownPath } from '../shown-path.js';
import { jobProgress } from './progress.js';

export interface TrainOptions {
  /** Parameters as they were typed. */
  readonly parameters: Readonly<Record<string, string>>;
  /** YAML or JSON file of parameters, which typed ones go before. */
  readonly config?: string;
  /** Folder that the job's folder is in. */
  readonly out?: string;
  readonly json?: boolean;
}

/** `vitrine train <job>`: runs a job and says on the terminal how it goes; Ctrl-C leaves a checkpoint. */
export async function train(name: string, options: TrainOptions): Promise<void> {
  const started = performance.now();
  const job = findJob(name);
  const file = options.config === undefined ? {} : await readParametersFile(options.config);
  const signal = interruptible('; the same command goes on from what is in checkpoints/');
  const { step, note, stop } = jobProgress(options.json);
  const finished = await runJob(
    job,
    { ...file, ...typedParameters(job, options.parameters) },
    {
      signal,
      root: options.out && path.resolve(options.out),
      onStep: step,
      onNote: note,
    },
  ).finally(stop);
  await noteLargeRuns();
  if (options.json) return console.log(JSON.stringify(finished, null, 2));
  console.log(`\n${name} finished in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  console.log(`Run  ${shownPath(finished.dir)}`);
}
