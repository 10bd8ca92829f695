import type { openDatabase } from '../../database/index.js';
import type { Naming } from '../../database/tables/index.js';
import type { Rejected } from '../../records/index.js';

/** A photo that a source names, before anybody looked at it. */
export interface NamedPhoto {
  /** What the product is known by; its name may change, this does not. */
  readonly sku: string;
  /** For people. */
  readonly name?: string;
  /** Path of the file, relative to the storage folder. */
  readonly file: string;
}

/** A database that lists photos, and is told which models were trained on them. */
export interface PhotoDatabase {
  /** As `openDatabase` takes it; as a text it is without user and password. */
  readonly place: NonNullable<Parameters<typeof openDatabase>[0]>;
  readonly naming: Naming;
}

/** Where photos come from: a folder, a table, a database. */
export interface PhotoSource {
  /** Folder that the files are in; nothing outside it is read. */
  readonly storage: string;
  /** For people: 'photos in my-shop/'. */
  readonly description: string;
  /** Whether they are drawn, and none of a user's own. */
  readonly invented: boolean;
  /** The database that lists them; undefined where none does. */
  readonly database?: PhotoDatabase;
  named(): AsyncIterable<NamedPhoto>;
}

/** A photo that can be learnt from. */
export interface ProductPhoto extends NamedPhoto {
  /** Absolute. */
  readonly path: string;
  readonly sha256: string;
  /** `differenceHash`: of nearly the same pictures it differs in a few bits. */
  readonly hash: string;
}

/** Photos of a source that were looked at. */
export interface PhotoSet {
  readonly photos: readonly ProductPhoto[];
  /** SKUs, sorted: a photo's class is its place among them. */
  readonly skus: readonly string[];
  /** Names of products, by SKU, where the source has them. */
  readonly names: Readonly<Record<string, string>>;
  readonly setAside: readonly Rejected<'file' | 'id'>[];
  readonly description: string;
  readonly invented: boolean;
  /** The database that lists them; undefined where none does. */
  readonly database?: PhotoDatabase;
  /** SHA-256 over SKUs and contents. */
  readonly hash: string;
}
