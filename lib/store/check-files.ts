import { stat } from 'node:fs/promises';
import path from 'node:path';
import { StoreError, storeError } from './errors.js';
import { sha256File } from './hash.js';

/** A file as it was when it was written, by its path below a folder, with / between the parts. */
export interface KnownFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Checks files against what is known of them.
 * @param known.as what they are meant to be, as in 'what the run wrote'
 * @param known.wayOut what to do about one that is not
 * @throws {StoreError} that names the first file that is missing, has another size or another content
 */
export async function checkFiles(
  folder: string,
  files: readonly KnownFile[],
  known: { readonly as: string; readonly wayOut: string },
): Promise<void> {
  for (const file of files) {
    const place = path.join(folder, ...file.path.split('/'));
    const { size } = await stat(place).catch((cause) => {
      if (cause.code === 'ENOENT') throw new StoreError(`${place} is missing; ${known.wayOut}`, { cause });
      throw storeError('read', place, cause);
    });
    if (size !== file.bytes || (await sha256File(place)) !== file.sha256) {
      throw new StoreError(
        `${place} is not ${known.as} (${size} bytes, ${file.bytes} written); ${known.wayOut}`,
      );
    }
  }
}
