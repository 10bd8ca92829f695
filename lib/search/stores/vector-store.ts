/** What a record carries beside its vector, to be filtered by; a property that it lacks meets no condition. */
export type Payload = Readonly<Record<string, string | number | readonly string[]>>;

export interface VectorRecord {
  /** 1 to 512 printable ASCII characters. */
  readonly id: string;
  /** Finite, not all zeros, of any length above 0. */
  readonly vector: Float32Array;
  readonly payload: Payload;
}

/** Any of these texts, written exactly so; where a record has a list, one of it is enough. */
interface AnyOf {
  readonly anyOf: readonly string[];
}

/** Bounds of a number, all of which must hold. */
interface Bounds {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly above?: number;
  readonly below?: number;
}

/** Conditions on properties of the payload, all of which must hold. */
export type PayloadFilter = Readonly<Record<string, AnyOf | Bounds>>;

export interface VectorHit {
  readonly id: string;
  /** Cosine of the query and the record's vector, in [-1, 1]. */
  readonly score: number;
}

export interface StoreOptions {
  /** Ends the call with the signal's reason; what the store took until then stays there. */
  readonly signal?: AbortSignal;
}

export interface UpsertOptions extends StoreOptions {
  /** Called each time the store has taken some records, with how many. */
  readonly onStored?: (records: number) => void;
}

export interface QueryOptions extends StoreOptions {
  /** Only records that meet it are found. Default all. */
  readonly filter?: PayloadFilter;
}

/**
 * A place for vectors that are found by cosine: an index of a service, a table, a folder. It knows nothing of
 * products; `catalogStore` keeps a catalogue in one. `vectorStoreContract` in `testing/` holds each implementation
 * to what is said here.
 * Every method but `prepare`, `drop` and `close` throws a `UserError` where the place was never prepared.
 */
export interface VectorStore {
  /** As people call it, for messages. */
  readonly name: string;
  /** The largest k of a query. */
  readonly mostResults: number;
  /**
   * Makes the place for vectors of this length where it is missing.
   * @returns true when it was missing
   * @throws {UserError} when it holds vectors of another length, or measures otherwise than by cosine
   */
  prepare(dim: number): Promise<boolean>;
  /**
   * Writes records; one whose id is there replaces it. They are taken from the iterable as the store can send them, in
   * parts as large as it likes, and are not all there at once when it fails.
   * @throws {ArgumentError} for a bad id, and for a vector with NaN, of zeros, or of another length
   */
  upsert(records: Iterable<VectorRecord>, options?: UpsertOptions): Promise<void>;
  /**
   * The k records nearest to a vector of any length above 0, best first; fewer where fewer meet the filter.
   * @throws {ArgumentError} for a k that is no whole number from 1 to `mostResults`, NaN and zeros
   * @throws {UserError} when the place holds vectors of another length
   */
  query(vector: Float32Array, k: number, options?: QueryOptions): Promise<VectorHit[]>;
  /** Removes records; ids that are not there are passed over. */
  delete(ids: readonly string[], options?: StoreOptions): Promise<void>;
  /** Ids of all records. */
  ids(options?: StoreOptions): Promise<Set<string>>;
  /** How many records can be found; a service may need some seconds to count what it took. */
  count(): Promise<number>;
  /** Removes all records; the place stays. */
  clear(): Promise<void>;
  /** Removes the place with all that is in it. @returns false where there was none */
  drop(): Promise<boolean>;
  /** Lets go of connections and files; records stay. */
  close(): Promise<void>;
}
