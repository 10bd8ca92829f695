import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, sha256, storeError } from '../../store/index.js';
import { MonitorError } from '../errors.js';
import { type ArtefactFile, contentHash } from './artefacts.js';

/** What a version is, kept beside its artefacts and never changed. */
export interface VersionRecord {
  /** The first 12 hexadecimal digits of `contentHash`. */
  readonly id: string;
  /** SHA-256 over the names and contents of all files. */
  readonly contentHash: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** Identifies the data that it was trained on. */
  readonly dataHash: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly files: readonly ArtefactFile[];
}

const schema = z.object({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  contentHash: z.string(),
  created: z.string(),
  metrics: z.record(z.string(), z.number()),
  dataHash: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  files: z.array(
    z.object({
      path: z
        .string()
        .refine((path) => path.split('/').every((part) => part !== '..' && part !== ''), 'leaves the folder'),
      bytes: z.number(),
      sha256: z.string(),
    }),
  ),
});

export const versionFileName = 'version.json';
export const artefactsName = 'artefacts';

/** Reads a version's record; `fileHash` is what its registration noted. */
export async function readVersion(folder: string, fileHash: unknown): Promise<VersionRecord> {
  const path = join(folder, versionFileName);
  const text = await readFile(path).catch((cause) => {
    throw storeError('read', path, cause);
  });
  const record = await readJson(path, schema.parse);
  if (sha256(text) !== fileHash || contentHash(record.files) !== record.contentHash) {
    throw new MonitorError(`${path} was changed after its registration; restore it from a copy`);
  }
  return record;
}
