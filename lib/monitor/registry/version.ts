import { z } from 'zod';
import { type KnownFile, sha256 } from '../../store/index.js';

/** What a model was trained on. */
export interface DataSource {
  /** For people: a file or folder, or what the sample is. */
  readonly name: string;
  /** Drawn or made up, so that a model of it says nothing of the world. */
  readonly invented: boolean;
}

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
  /** Unknown of versions of before it was recorded. */
  readonly source?: DataSource;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly files: readonly KnownFile[];
}

export const versionSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  contentHash: z.string(),
  created: z.string(),
  metrics: z.record(z.string(), z.number()),
  dataHash: z.string(),
  source: z.object({ name: z.string(), invented: z.boolean() }).optional(),
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

/** One hash for names and contents of all files. */
export function contentHash(files: readonly KnownFile[]): string {
  return sha256(files.map((file) => `${file.sha256} ${file.path}\n`).join(''));
}

/** A version for people: `version 3fa2b1c09d7e (champion), trained on posts.csv`. */
export function versionLine({
  id,
  aliases,
  source,
}: Pick<VersionRecord, 'id' | 'source'> & { readonly aliases: readonly string[] }): string {
  const names = aliases.length > 0 ? ` (${aliases.join(', ')})` : '';
  const from = source ? `, trained on ${source.name}${source.invented ? ', invented' : ''}` : '';
  return `version ${id}${names}${from}`;
}
