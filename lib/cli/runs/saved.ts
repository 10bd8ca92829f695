import path from 'node:path';
import { z } from 'zod';
import { ArgumentError, shown } from '../../errors/index.js';
import { jobFolder, jobOfFolder, jobs, parametersOf } from '../../jobs/index.js';
import type { Job } from '../../jobs/job.js';
import { type FinishedRun, finishedRuns, readJson } from '../../store/index.js';
import { type Figure, figuresOf } from './figures.js';

/** A finished run with what it was made with and what was measured, as far as its job writes that down. */
export interface SavedRun extends FinishedRun {
  /** The job whose run it is; undefined for notebooks that are no job. */
  readonly made?: Job<unknown, unknown>;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Those parameters that are not the job's defaults. */
  readonly changed: Readonly<Record<string, unknown>>;
  readonly figures: ReadonlyMap<string, Figure>;
}

/** The finished runs of a job, by its name or its folder, or of all; the newest of each job first. */
export async function runsOf(job?: string): Promise<FinishedRun[]> {
  const runs = await finishedRuns();
  if (job === undefined) return runs;
  const folder = folderOf(job) ?? job;
  const found = runs.filter((run) => run.job === folder);
  if (found.length > 0 || folderOf(job) !== undefined) return found;
  const known = [...new Set([...jobs.map(({ name }) => name), ...runs.map((run) => run.job)])];
  throw new ArgumentError(`there is no job ${shown(job)}; there are ${known.join(', ')}`);
}

/**
 * The run that a command names: 'latest' of all, a job for its latest, an id or how it begins, or a folder.
 * @throws {ArgumentError} where there is none, or an id's beginning fits several
 */
export async function findRun(name: string): Promise<FinishedRun> {
  const runs = await finishedRuns();
  const newest = [...runs].sort((a, b) => b.finished.getTime() - a.finished.getTime());
  const folder = folderOf(name) ?? name;
  const ofJob = name === 'latest' ? newest[0] : newest.find((run) => run.job === folder);
  if (ofJob) return ofJob;
  const exact = runs.filter(({ id, dir }) => id === name || dir === path.resolve(name));
  const found = exact.length > 0 ? exact : runs.filter(({ id }) => id.startsWith(name));
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    throw new ArgumentError(
      `${shown(name)} fits ${found.length} runs: ${found.map(({ id }) => id).join(', ')}; write more of it`,
    );
  }
  throw new ArgumentError(`there is no finished run ${shown(name)}; vitrine runs list shows those there are`);
}

/** Reads what a run says of itself. */
export async function readSaved(run: FinishedRun): Promise<SavedRun> {
  const made = jobOfFolder(run.job);
  const read = <T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> =>
    readJson(path.join(run.dir, file), schema.parse).catch(() => undefined);
  const config = await read('config.json', configSchema);
  const parameters = config?.parameters ?? config?.config ?? {};
  const defaults = new Map(made ? parametersOf(made).map(({ name, default: value }) => [name, value]) : []);
  const changed = Object.entries(parameters).filter(
    ([name, value]) => defaults.has(name) && defaults.get(name) !== value,
  );
  const figures = figuresOf((await read('metrics.json', z.unknown())) ?? {});
  return { ...run, made, parameters, changed: Object.fromEntries(changed), figures };
}

const values = z.record(z.string(), z.unknown());
const configSchema = z.object({ parameters: values.optional(), config: values.optional() });

function folderOf(name: string): string | undefined {
  const job = jobs.find((job) => job.name === name);
  return job && jobFolder(job);
}
