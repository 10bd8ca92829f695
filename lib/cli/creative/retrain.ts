import { creativeRegistry, creativeRetrainJob } from '../../creative/index.js';
import { ArgumentError, shown } from '../../errors/index.js';
import { retrain } from '../../monitor/index.js';
import { projectPath } from '../../store/index.js';
import { wholeNumber } from '../numbers.js';

interface Options {
  readonly data?: string;
  readonly sample?: boolean;
  readonly days: string;
  readonly registry?: string;
  readonly seed: string;
  readonly until?: string;
}

const invalidCode = 3;

/** Prints each step and the decision. */
export async function retrainCreative(options: Options): Promise<void> {
  const now = dateOf(options.until);
  const { data, sample = false } = options;
  if (data ? sample : !sample) {
    throw new ArgumentError(
      `${data ? '--data and --sample exclude each other' : 'what to learn from is not named'}; give --data FILE for posts of your own, or --sample for a week of invented ones, whose models have a registry of their own`,
    );
  }
  const registry = creativeRegistry(
    { invented: sample },
    { folder: options.registry && projectPath(options.registry) },
  );
  const job = creativeRetrainJob({
    registry,
    data: data ?? null,
    days: wholeNumber('--days', options.days),
    seed: wholeNumber('--seed', options.seed),
    ...(options.registry ? { folder: projectPath(options.registry, 'retrain') } : {}),
    onStep: (step) => console.log(step),
  });
  const result = await retrain(job, { who: 'vitrine retrain', now });
  console.log(`${result.run}: ${result.outcome}${result.repeated ? ', decided before' : ''}`);
  console.log(result.why);
  if (result.version)
    console.log(`version ${result.version}; champion ${(await registry.alias('champion')) ?? 'none yet'}`);
  if (result.outcome === 'invalid') process.exitCode = invalidCode;
}

function dateOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new ArgumentError(`--until is ${shown(text)}; give a date as in 2026-03-10`);
  if (date.getTime() > Date.now())
    throw new ArgumentError(`--until is ${shown(text)}, which lies in the future; give a day that is over`);
  return date;
}
