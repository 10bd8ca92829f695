import type { Session, SessionOptions } from '../session.js';
import type { Parcel } from './parcel.js';

export interface LoadCall {
  readonly model: string | Uint8Array;
  readonly options: SessionOptions;
}

export type Loaded = Pick<Session, 'device' | 'inputNames' | 'outputNames'>;

/** Answered by a `Parcel`. */
export interface RunCall {
  readonly feeds: Parcel;
  readonly outputs: readonly string[] | undefined;
  /** Where the results go if they fit. */
  readonly memory: SharedArrayBuffer | undefined;
}
