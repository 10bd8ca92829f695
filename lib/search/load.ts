import { stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, shown, systemReason, UserError } from '../errors/index.js';
import { sha256File } from '../store/index.js';
import type { Matrix } from '../vectors/index.js';
import { exactEngine } from './exact-engine.js';
import { readHnsw } from './hnsw-engine.js';
import { idsSha256, readSidecar, rebuild, type Sidecar, sidecarFile, vectorsSha256 } from './sidecar.js';
import { collection } from './validate.js';
import { type VectorIndex, vectorIndex } from './vector-index.js';

export interface LoadOptions {
  /** The vectors that the index was built over, n × dim. */
  readonly vectors: Matrix;
  /** Their ids, in row order. */
  readonly ids: readonly string[];
  /** Ids of the encoders that will encode queries; checked where given. */
  readonly encoders?: readonly string[];
}

/**
 * Opens an index that `VectorIndex.save` wrote into a folder.
 * @throws {UserError} where anything does not fit: the file's checksum, vector length, number of rows, other vectors,
 * other ids, other encoders, or, where the CPU has no vector instructions, hnswlib-node that is not installed. The message says which, and what to do.
 */
export async function loadIndex(directory: string, options: LoadOptions): Promise<VectorIndex> {
  const sidecar = await readSidecar(directory);
  const where = path.join(directory, sidecarFile);
  const { vectors, ids, encoders } = options;
  const differs = (what: string, saved: unknown, given: unknown) =>
    new UserError(`${where}: the index has ${what} ${shown(saved)}, given ${shown(given)}; ${rebuild}`);

  if (sidecar.dim !== vectors.cols) throw differs('vectors of length', sidecar.dim, vectors.cols);
  if (sidecar.rows !== vectors.rows) throw differs('rows', sidecar.rows, vectors.rows);
  if (sidecar.idsSha256 !== idsSha256(ids)) {
    throw new UserError(`${where}: the index was built for other ids, or in another order; ${rebuild}`);
  }
  if (encoders && encoders.join('\n') !== sidecar.encoders.join('\n')) {
    throw differs('encoders', sidecar.encoders.join(', '), encoders.join(', '));
  }
  const held = collection(vectors, sidecar.size < sidecar.rows ? 'leave out' : 'refuse');
  if (sidecar.vectors.sha256 !== vectorsSha256(held.unit)) {
    throw new UserError(
      `${where}: the vectors are not those of ${sidecar.vectors.file} that the index was built over; ${rebuild}`,
    );
  }
  const engine =
    sidecar.kind === 'exact'
      ? exactEngine(held.unit)
      : await readHnsw(
          await checkedFile(directory, sidecar),
          held.unit,
          sidecar.parameters!,
          sidecar.library,
        );
  return vectorIndex(engine, held);
}

/** The path of the index file, once its size and checksum are as saved. */
async function checkedFile(directory: string, { file, parameters }: Sidecar): Promise<string> {
  if (!file || !parameters) {
    throw new UserError(`${path.join(directory, sidecarFile)} names no index file or parameters; ${rebuild}`);
  }
  const full = path.join(directory, file.name);
  const found = await stat(full).catch((cause) => {
    throw new UserError(
      `${full} cannot be read (${cause.code}): ${systemReason(cause) ?? messageOf(cause)}; ${rebuild}`,
      { cause },
    );
  });
  if (found.size !== file.bytes || (await sha256File(full)) !== file.sha256) {
    throw new UserError(`${full} was changed or damaged since it was saved; ${rebuild}`);
  }
  return full;
}
