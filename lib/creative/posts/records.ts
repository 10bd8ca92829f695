/** A row that could not be used, and why. */
export interface RejectedRecord {
  /** Absolute path. */
  readonly file: string;
  /** CSV: the header is row 1. JSON Lines: the line. JSON: the place in the list, from 1. */
  readonly row: number;
  readonly field: string;
  readonly value: string;
  readonly reason: string;
}

/** A row that is used although something in it looks wrong. */
export interface RecordWarning {
  readonly file: string;
  readonly row: number;
  readonly message: string;
}

/** What a file of records gave. */
export interface RecordFile<T> {
  /** Absolute path. */
  readonly path: string;
  readonly records: readonly T[];
  readonly rejected: readonly RejectedRecord[];
  readonly warnings: readonly RecordWarning[];
}

export interface ReadOptions {
  /** What counts as now, milliseconds since 1970; a later date is set aside. Default the clock's. */
  readonly now?: number;
}
