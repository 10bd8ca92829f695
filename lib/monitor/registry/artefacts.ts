import type { VersionRecord } from './version.js';

/** Where a version lies, as its registration notes it in the log. */
export interface ArtefactPlace {
  /** Folder of this registration alone: what a prune deletes can never be what another process registers anew. */
  readonly folder: string;
  /** SHA-256 of the version's record. */
  readonly record: string;
}

/** Keeps the records and files of versions: folders, or a bucket. */
export interface RegistryArtefacts {
  /** Copies a folder in as a version, whole or not at all. */
  put(folder: string, record: VersionRecord): Promise<ArtefactPlace>;
  /** @throws {UserError} for a record that is not what was registered */
  record(place: ArtefactPlace): Promise<VersionRecord>;
  /**
   * The record, and a folder of this machine with the version's files, checked against their checksums.
   * @throws {StoreError} for a file that is missing or was changed
   */
  open(place: ArtefactPlace): Promise<{ readonly record: VersionRecord; readonly folder: string }>;
  remove(place: ArtefactPlace): Promise<void>;
  /** Removes what no registration names: `pruned` at once, what killed registrations left after a day. */
  sweep(live: ReadonlySet<string>, pruned: ReadonlySet<string>): Promise<void>;
}
