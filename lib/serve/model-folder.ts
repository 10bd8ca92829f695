import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { findAdModel } from '../ads/index.js';
import { type AdModelMetadata, type FoundAdModel, modelMetadataSchema } from '../ads/quality/index.js';
import { shown, UserError } from '../errors/index.js';
import { readJson } from '../store/index.js';
import { layersModelFiles } from '../train/tfjs-format/index.js';

/** A model that a page can load, checked to be whole. */
export interface ServedModel extends FoundAdModel {
  /** Files of the weights, relative to the folder. */
  readonly weightFiles: readonly string[];
  /** How the model says that it is to be used. */
  readonly metadata: AdModelMetadata;
}

const manifestSchema = z.looseObject({
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()) })),
  userDefinedMetadata: modelMetadataSchema.default(modelMetadataSchema.parse({})),
});

/**
 * The ad-quality model of the registry, or in a folder. Its metadata are those of `model_metadata.json`, in the folder
 * or the one above it, or those in model.json.
 * @throws {UserError} where there is no model, or it is not whole, and as `findAdModel`
 */
export async function adQualityModel(ref?: string): Promise<ServedModel> {
  const found = await findAdModel(ref);
  const chosen = found.folder;
  if (!(await exists(path.join(chosen, 'model.json')))) {
    throw new UserError(
      `${shown(chosen, 200)} has no model.json; name the folder of a TensorFlow.js model with --model, or train one with: vitrine train ad-quality`,
    );
  }
  await layersModelFiles(chosen).load?.();
  const { weightsManifest, userDefinedMetadata } = await readJson(
    path.join(chosen, 'model.json'),
    manifestSchema.parse,
  );
  const described = [chosen, path.dirname(chosen)].map((at) => path.join(at, 'model_metadata.json'));
  let metadata = userDefinedMetadata;
  for (const file of described) {
    if (!(await exists(file))) continue;
    metadata = await readJson(file, modelMetadataSchema.parse);
    break;
  }
  return { ...found, weightFiles: weightsManifest.flatMap(({ paths }) => paths), metadata };
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
