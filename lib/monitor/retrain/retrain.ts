import path from 'node:path';
import { ArgumentError, shown, UserError } from '../../errors/index.js';
import { writeJson } from '../../store/index.js';
import type { ModelRegistry } from '../registry/model-registry.js';
import type { DataSource } from '../registry/version.js';
import { compareOnHeldOut, type HeldOutComparison, type HeldOutOptions } from './compare-on-held-out.js';
import { promoteIfBetter } from './promote-if-better.js';
import { Steps } from './steps.js';

/** A span of time: from `from` up to but not at `to`. */
export interface DataWindow {
  readonly from: Date;
  readonly to: Date;
}

/** A model in training, as its own functions; `retrain` calls them in this order, each with folders of its own. */
export interface RetrainJob {
  /** Letters, digits, - and _. */
  readonly name: string;
  readonly registry: ModelRegistry;
  /** What the windows are taken from. */
  readonly source: DataSource;
  /** Where the runs are kept, a folder each. */
  readonly folder: string;
  /** Whole days up to the last midnight in UTC. Default 7. */
  readonly windowDays?: number;
  /** Writes the window's data into `folder`. The hash says whether two windows hold the same data. */
  collect(window: DataWindow, folder: string): Promise<{ readonly rows: number; readonly dataHash: string }>;
  /** What is wrong with the data; an empty list lets the training begin. */
  validate(dataFolder: string): Promise<readonly string[]>;
  /** Writes the model's artefacts into `folder`; must leave the held-out rows of the data alone. */
  train(
    dataFolder: string,
    folder: string,
  ): Promise<{ readonly metrics: Record<string, number>; readonly parameters: Record<string, unknown> }>;
  /** The losses of a model on the held-out rows of the data, always the same rows in the same order. */
  heldOutLosses(
    modelFolder: string,
    dataFolder: string,
  ): Promise<{ readonly losses: readonly number[]; readonly groups?: readonly string[] }>;
  /** The losses of predicting the mean of what a model was trained on, on the same rows: what a first model has to beat. */
  meanLosses(
    modelFolder: string,
    dataFolder: string,
  ): Promise<{ readonly losses: readonly number[]; readonly groups?: readonly string[] }>;
  readonly comparison?: Omit<HeldOutOptions, 'groups'>;
}

export interface RetrainOptions {
  /** Who asks for the retraining, as the registry's log will say. */
  readonly who: string;
  /** The moment that decides the window. Default now. */
  readonly now?: Date;
}

export interface RetrainResult {
  /** `<from>_<to>`, the days of the window. */
  readonly run: string;
  readonly outcome: 'promoted' | 'kept' | 'invalid';
  readonly why: string;
  /** The candidate, where one was trained. */
  readonly version: string | null;
  readonly comparison: HeldOutComparison | null;
  /** Whether this call found the decision made by an earlier one. */
  readonly repeated: boolean;
}

const abandonedAfterMs = 24 * 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Retrains a model: the window's data → validate → train → register → compare with the champion on the same held-out
 * rows → promote only if better, and log why. The first model of all has to be better than predicting the mean.
 *
 * The run of a window is kept step by step in `<folder>/<run>/`, `run.json` telling where it stands. Called again after
 * it was killed, it goes on with the step that was under way; called again after its decision, it returns that decision
 * and changes nothing. A window whose data were invalid is collected anew.
 * @throws {UserError} for a job without a usable name, or losses of unlike rows; and what the job's functions throw
 */
export async function retrain(job: RetrainJob, options: RetrainOptions): Promise<RetrainResult> {
  if (!/^[\w-]+$/.test(job.name)) {
    throw new UserError(`${shown(job.name)} is no name of a job; use letters, digits, - and _`);
  }
  const window = windowBefore(options.now ?? new Date(), job.windowDays ?? 7);
  const run = `${day(window.from)}_${day(window.to)}`;
  const steps = new Steps(path.join(job.folder, run));
  await steps.clean(abandonedAfterMs);
  const key = `${job.name}/${run}`;
  const report = (status: string, more: object = {}) =>
    writeJson(path.join(steps.folder, 'run.json'), { job: job.name, run, window, status, ...more });

  const decided = await decisionOf(job, key, run);
  if (decided) {
    await report('done', decided);
    return decided;
  }
  await report('collecting');
  const data = await steps.once('collect', (folder) => job.collect(window, folder));
  const dataFolder = steps.path('collect');
  await report('validating', { data });
  const problems = await steps.once('validate', () => job.validate(dataFolder));
  if (problems.length > 0) {
    const why = `the data of ${run} are not fit for training: ${problems.join('; ')}`;
    await job.registry.note([], { who: options.who, why, key: `${key}/invalid/${data.dataHash}` });
    await steps.forget('validate');
    await steps.forget('collect');
    const result: RetrainResult = {
      run,
      outcome: 'invalid',
      why,
      version: null,
      comparison: null,
      repeated: false,
    };
    await report('invalid', { ...result, data });
    return result;
  }
  await report('training', { data });
  const trained = await steps.once('train', async (folder) =>
    job.train(dataFolder, path.join(folder, 'model')),
  );
  await report('registering', { data, trained });
  const { id } = await job.registry.register(path.join(steps.path('train'), 'model'), {
    who: options.who,
    why: `retrained on ${run}`,
    dataHash: data.dataHash,
    source: job.source,
    ...trained,
  });
  await job.registry.setCandidate(id, {
    who: options.who,
    why: `retrained on ${run}`,
    key: `${key}/candidate`,
  });
  await report('comparing', { data, trained, version: id });
  await decide(job, steps, { key, id, who: options.who });
  const made = (await decisionOf(job, key, run)) as RetrainResult;
  const result = { ...made, repeated: false };
  await report('done', { ...result, data, trained });
  return result;
}

/** Compares with whoever is champion and writes the decision under the run's key. */
async function decide(
  job: RetrainJob,
  steps: Steps,
  { key, id, who }: { key: string; id: string; who: string },
): Promise<void> {
  const compare = (champion: string | null) => compared(job, steps, champion, id);
  const { outcome } = await promoteIfBetter(job.registry, id, { who, key, compare });
  if (outcome === 'same') {
    await job.registry.note([id], {
      who,
      key,
      why: 'kept: the retrained model is the champion, file for file',
    });
  }
}

function compared(
  job: RetrainJob,
  steps: Steps,
  champion: string | null,
  candidate: string,
): Promise<HeldOutComparison> {
  return steps.once(`compare-${champion ?? 'mean'}`, async () => {
    const data = steps.path('collect');
    const folder = (await job.registry.open(candidate)).folder;
    const old =
      champion === null
        ? await job.meanLosses(folder, data)
        : await job.heldOutLosses((await job.registry.open(champion)).folder, data);
    const fresh = await job.heldOutLosses(folder, data);
    return compareOnHeldOut(old.losses, fresh.losses, { ...job.comparison, groups: old.groups });
  });
}

/** The registry's log is where a decision counts; what it says is what every call returns. */
async function decisionOf(job: RetrainJob, key: string, run: string): Promise<RetrainResult | null> {
  const event = await job.registry.changeOf(key);
  if (!event) return null;
  return {
    run,
    outcome: event.what === 'promote' ? 'promoted' : 'kept',
    why: event.why,
    version: event.versions[0],
    comparison: (event.details?.comparison as HeldOutComparison | undefined) ?? null,
    repeated: true,
  };
}

function windowBefore(now: Date, days: number): DataWindow {
  if (!Number.isInteger(days) || days < 1) {
    throw new ArgumentError(`windowDays is ${shown(days)}; give a whole number of days from 1 up`);
  }
  if (Number.isNaN(now.getTime())) throw new ArgumentError('now is no date; give a Date');
  const to = Math.floor(now.getTime() / dayMs) * dayMs;
  return { from: new Date(to - days * dayMs), to: new Date(to) };
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
