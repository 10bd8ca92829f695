import type { DriverSettings } from './connection.js';

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** One connection, used by one caller at a time. */
export interface Session {
  /** The rows of a statement; without `values` it may be several statements, of which the last one's count. */
  run(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** The rows of all of several statements. */
  runAll(text: string): Promise<readonly Row[]>;
  /** Gives it back. @param isBroken whether it may be in the middle of something, and is not to be used again */
  release(isBroken?: boolean): void;
}

/** How one kind of database is spoken to; what it throws is a `DatabaseError`. */
export interface Driver {
  /** For messages: its address without user and password, or its folder. */
  readonly shown: string;
  acquire(): Promise<Session>;
  /** As `Database.listen`. */
  readonly listen?: (channel: string, heard: () => void) => () => Promise<void>;
  /** Settings for a pool of another library's own; null where the one session has to be shared. */
  readonly poolSettings: DriverSettings | null;
  close(): Promise<void>;
}
