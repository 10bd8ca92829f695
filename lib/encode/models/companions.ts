import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from '../../onnx/index.js';
import type { HubModel, ModelKind } from './registry.js';
import { recordedHash } from './verify.js';

/** The files of a repository beside the ONNX file. */
export const companionNames: Record<ModelKind, { required: readonly string[]; optional: readonly string[] }> =
  {
    text: {
      required: ['tokenizer.json', 'tokenizer_config.json'],
      optional: ['config.json', 'sentence_bert_config.json', '1_Pooling/config.json'],
    },
    image: { required: [], optional: ['preprocessor_config.json'] },
  };

/** The companions of a model that are in its folder, else in one of the others, by their path in the repository. */
export async function companions(
  kind: ModelKind,
  folder: string,
  others: string[] = [],
): Promise<Record<string, string>> {
  const { required, optional } = companionNames[kind];
  const files: Record<string, string> = {};
  for (const file of [...required, ...optional]) {
    for (const place of [folder, ...others]) {
      const found = await firstFile(place, [file]);
      if (found) files[file] ??= found;
    }
  }
  return files;
}

/** @throws {ModelError} that names those that are missing */
export function requireCompanions(kind: ModelKind, files: Record<string, string>, folder: string): void {
  const missing = companionNames[kind].required.filter((file) => !(file in files));
  if (missing.length > 0) {
    throw new ModelError(
      `${kind} model in ${folder} lacks ${missing.join(' and ')}; put the model's tokenizer files there`,
    );
  }
}

/** The first of some files that is in a folder. */
export async function firstFile(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const file = path.join(folder, ...name.split('/'));
    if ((await stat(file).catch(() => null))?.isFile()) return file;
  }
  return undefined;
}

/** Whether every file that was fetched into the cache, or is pinned, is still there: without one a model may do something else. */
export async function isWhole(
  kind: ModelKind,
  { companions: pins = {} }: HubModel,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { required, optional } = companionNames[kind];
  for (const name of [...required, ...optional]) {
    if (name in files) continue;
    if (required.includes(name) || name in pins) return false;
    if ((await recordedHash(path.join(folder, ...name.split('/')))) !== undefined) return false;
  }
  return true;
}
