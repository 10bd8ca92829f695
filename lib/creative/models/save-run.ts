import { type Run, writeJson } from '../../store/index.js';
import { leaderboardTable } from '../../tabular/index.js';
import type { DatasetReport } from '../posts/validate-dataset.js';
import { saveCreativeModel } from './save-model.js';
import type { CreativeSource } from './source.js';
import type { CreativeTraining } from './train.js';

export interface CreativeRunParts {
  readonly training: CreativeTraining;
  readonly source: CreativeSource;
  readonly validation: DatasetReport;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Writes the models (`model/`), config.json, metrics.json and the report of the data into the staging folder of a run.
 * The rows beside the models are what drift is measured from.
 * @returns the folder of the model
 * @example await saveCreativeRun(run, { training, source, validation, parameters }) // '/…/.staging-<id>/model'
 */
export async function saveCreativeRun(run: Run, parts: CreativeRunParts): Promise<string> {
  const { training, source, validation, parameters } = parts;
  const { model, metrics, leaderboard, importance, heldBy } = training;
  const folder = run.path('model');
  await saveCreativeModel(folder, model);
  await writeJson(run.path('metrics.json'), {
    ...metrics,
    leaderboard: leaderboardTable(leaderboard),
    importance,
  });
  await writeJson(run.path('validation.json'), validation);
  await writeJson(run.path('config.json'), {
    format: 1,
    job: run.job,
    run: run.id,
    parameters,
    data: { description: source.description, setAside: source.rejected, noiseRmse: source.noiseRmse },
    heldOutBy: heldBy,
    learner: metrics.learner,
    platforms: model.rules,
    features: model.names,
    scale: model.scale,
    versions: { node: process.versions.node, platform: `${process.platform}-${process.arch}` },
  });
  return folder;
}
