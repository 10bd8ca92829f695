import { existsSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../errors/index.js';
import { parseOptions } from '../records/index.js';
import { readJson, sha256, writeJson } from '../store/index.js';
import { createRandom } from '../vectors/index.js';
import { crossValidate } from './cross-validate.js';
import { type TrainingColumns, type TrainingData, trainingColumns } from './features.js';
import type { Learner } from './model.js';
import { count, seed } from './options.js';
import { neighbour, type Parameters, randomParameters, type SearchSpace } from './tune-space.js';
import { spaceSchema } from './tune-space-schema.js';

export interface TuneOptions {
  /** Settings tried at most; the first half at random, the others near the best so far. Default 30. */
  readonly trials?: number;
  /** No trial begins after this much time, which earlier runs with the same state file count into. Default 60,000. */
  readonly timeBudgetMs?: number;
  /** Folds of the cross-validation that judges a setting, 2 to 50. Default 5. */
  readonly folds?: number;
  /** Decides the folds and the settings that are tried. Default 42. */
  readonly seed?: number;
  /** Where each trial is noted as it ends, so that a search that was interrupted goes on where it was. */
  readonly stateFile?: string;
  /** Called as each trial ends, with its place from 0. */
  readonly onTrial?: (trial: Trial, index: number) => void;
}

/** A setting and how it did in cross-validation. */
export interface Trial {
  readonly parameters: Parameters;
  /** Mean over folds. */
  readonly r2: number;
  readonly rmse: number;
  /** Standard deviation of R² over folds. */
  readonly spread: number;
  readonly ms: number;
}

export interface Tuning {
  readonly best: Trial;
  /** The settings that were tried, in their order. */
  readonly trials: readonly Trial[];
  /** Whether the time ended the search before the number of trials did. */
  readonly outOfTime: boolean;
}

const schema = z.strictObject({
  trials: count().default(30),
  timeBudgetMs: z.number().positive().default(60_000),
  folds: z.int().min(2).max(50).default(5),
  seed: seed(),
  stateFile: z.string().min(1).optional(),
  onTrial: z.custom<(trial: Trial, index: number) => void>().optional(),
});

const trialSchema = z.object({
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  r2: z.number(),
  rmse: z.number(),
  spread: z.number(),
  ms: z.number(),
});
const stateSchema = z.object({ version: z.literal(1), search: z.string(), trials: z.array(trialSchema) });

/**
 * Searches options by cross-validated R²: first at random (Bergstra and Bengio, JMLR 13, 2012), then by steps from the
 * best so far that shrink from a fifth of each range to a fiftieth. A trial follows from the seed, its number and the
 * results before it, so that a resumed search tries what an uninterrupted one would.
 * @param learnerOf the learner with a setting
 * @throws {UserError} when the state file is of another search
 * @example
 * await tuneHyperparameters(
 *   (options) => gradientBoosting(options),
 *   { learningRate: { low: 0.02, high: 0.3, log: true }, maxDepth: { low: 2, high: 6, whole: true } },
 *   data,
 * );
 */
export async function tuneHyperparameters(
  learnerOf: (parameters: never) => Learner,
  space: SearchSpace,
  data: TrainingData,
  options: TuneOptions = {},
): Promise<Tuning> {
  const checked = parseOptions('tuneHyperparameters', schema, options);
  parseOptions('tuneHyperparameters', z.object({ space: spaceSchema }), { space });
  const { folds, seed, stateFile } = checked;
  const search = searchKey(trainingColumns(data), { space, folds, seed, trials: checked.trials });
  const trials = stateFile ? await readState(stateFile, search) : [];
  let spent = trials.reduce((sum, { ms }) => sum + ms, 0);
  while (trials.length < checked.trials && (spent < checked.timeBudgetMs || trials.length === 0)) {
    const parameters = nextSetting(space, trials, checked.trials, seed);
    const started = performance.now();
    const { mean, spread } = await crossValidate(learnerOf(parameters as never), data, { folds, seed });
    const ms = performance.now() - started;
    const trial = { parameters, r2: mean.r2, rmse: mean.rmse, spread: spread.r2, ms };
    spent += ms;
    trials.push(trial);
    if (stateFile) await writeJson(stateFile, { version: 1, search, trials });
    checked.onTrial?.(trial, trials.length - 1);
  }
  return { best: bestOf(trials), trials, outOfTime: trials.length < checked.trials };
}

function nextSetting(space: SearchSpace, trials: readonly Trial[], most: number, seed: number): Parameters {
  const random = createRandom((seed + Math.imul(trials.length + 1, 0x9e3779b1)) | 0);
  const atRandom = Math.ceil(most / 2);
  if (trials.length < atRandom) return randomParameters(space, random);
  const progress = (trials.length - atRandom) / Math.max(1, most - atRandom);
  return neighbour(space, bestOf(trials).parameters, 0.2 * 0.1 ** progress, random);
}

function bestOf(trials: readonly Trial[]): Trial {
  return trials.reduce((best, trial) => (trial.r2 > best.r2 ? trial : best));
}

function searchKey({ names, columns, target, groups }: TrainingColumns, asked: object): string {
  const parts = [...columns, target].map((column) =>
    sha256(new Uint8Array(column.buffer, column.byteOffset, column.byteLength)),
  );
  return sha256(JSON.stringify([asked, names, parts, groups ?? null]));
}

async function readState(file: string, search: string): Promise<Trial[]> {
  if (!existsSync(file)) return [];
  const state = await readJson(file, (value) => stateSchema.parse(value));
  if (state.search !== search) {
    throw new UserError(
      `${file} holds a search with other data, space, seed, folds or number of trials; name another state file, or delete it`,
    );
  }
  return state.trials;
}
