import { ArgumentError } from '../../errors/index.js';
import type { TextEncoder } from '../encoder.js';
import { LsaEncoder } from './encoder.js';
import { readModel, writeModel } from './file.js';

/**
 * Writes the encoder that `fitLsa` or `loadLsa` gave, so that texts can be encoded later without the catalogue.
 * @throws {ArgumentError} for an encoder of another kind.
 */
export async function saveLsa(encoder: TextEncoder, path: string): Promise<void> {
  if (!(encoder instanceof LsaEncoder)) {
    throw new ArgumentError(`saveLsa takes an encoder that fitLsa made, got ${encoder.name}`);
  }
  await writeModel(encoder.model, path);
}

/**
 * Reads an encoder that `saveLsa` wrote; it has the same id and gives the same vectors.
 * @throws {UserError} when the file is missing, damaged or no LSA model.
 */
export async function loadLsa(path: string): Promise<TextEncoder> {
  return new LsaEncoder(await readModel(path));
}
