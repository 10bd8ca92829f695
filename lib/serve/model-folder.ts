import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { shown } from '../errors/index.js';
import { openLatestRun, projectPath, readJson } from '../store/index.js';
import { layersModelFiles } from '../train/index.js';
import { ServeError } from './errors.js';

/** A model that a page can load, checked to be whole. */
export interface ServedModel {
  readonly folder: string;
  /** Of the weights, relative to the folder. */
  readonly weightFiles: readonly string[];
  /** An ad passes from this compliance probability up. */
  readonly threshold: number;
}

const manifestSchema = z.looseObject({
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()) })),
});
const metadataSchema = z.looseObject({ threshold: z.number().min(0).max(1).default(0.5) });

/**
 * The ad-quality model in a folder, or that of the latest finished run. The threshold is that of
 * `model_metadata.json`, in the folder or the one above it, 0.5 where it names none.
 * @throws {ServeError} where there is no model, ModelFolderError where it is not whole, StoreError where the run is not
 */
export async function adQualityModel(folder?: string): Promise<ServedModel> {
  const chosen = folder === undefined ? await latestModel() : resolve(folder);
  if (!(await exists(join(chosen, 'model.json')))) {
    throw new ServeError(
      `${shown(chosen, 200)} has no model.json; name the folder of a TensorFlow.js model with --model, or train one with: vitrine train ad-quality`,
    );
  }
  await layersModelFiles(chosen).load?.();
  const { weightsManifest } = await readJson(join(chosen, 'model.json'), manifestSchema.parse);
  const described = [chosen, dirname(chosen)].map((at) => join(at, 'model_metadata.json'));
  let threshold = 0.5;
  for (const file of described) {
    if (!(await exists(file))) continue;
    ({ threshold } = await readJson(file, metadataSchema.parse));
    break;
  }
  return { folder: chosen, weightFiles: weightsManifest.flatMap(({ paths }) => paths), threshold };
}

async function latestModel(): Promise<string> {
  const folder = projectPath('outputs', 'ad-quality');
  if (!(await exists(join(folder, 'latest.json')))) {
    throw new ServeError(
      `there is no trained ad-quality model in ${folder}; train one with: vitrine train ad-quality, or name a folder with --model`,
    );
  }
  return join(await openLatestRun('ad-quality'), 'ad_quality_model_latest');
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
