import type { Rejected } from '../../records/index.js';

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
  /** Rows that could not be used. */
  readonly rejected: readonly Rejected<'file' | 'row' | 'field' | 'value'>[];
  readonly warnings: readonly RecordWarning[];
}

export interface ReadOptions {
  /** What counts as now, milliseconds since 1970; a later date is set aside. Default the clock's. */
  readonly now?: number;
}
