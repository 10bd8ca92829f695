export const eventKinds = ['register', 'candidate', 'promote', 'rollback', 'prune', 'note'] as const;
/** What happened to a registry. */
export type EventKind = (typeof eventKinds)[number];

/** One line of a registry's log: what was done to which versions, by whom, when and why. */
export interface RegistryEvent {
  /** The order of the changes, from 1. */
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly who: string;
  readonly what: EventKind;
  readonly why: string;
  /** The versions concerned; for 'promote' and 'rollback' the new champion. */
  readonly versions: readonly string[];
  /** Identifies a job that must not do the same thing twice. */
  readonly key?: string;
  /** Numbers behind the decision. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export type NewEvent = Omit<RegistryEvent, 'sequence' | 'at'>;

/** What a log holds. */
export interface LoggedEvents {
  /** Those that count, the oldest first. */
  readonly events: readonly RegistryEvent[];
  /** Names the last of them for `append`; '' where there is none. */
  readonly last: string;
}

/** The one record of what is registered and which version is used: a file, or a table of a database. */
export interface RegistryLog {
  /** @throws {UserError} where an event was damaged: none is left out in silence */
  read(): Promise<LoggedEvents>;
  /**
   * Appends an event after the one that `last` names; it is there for good when this returns.
   * @returns whether it counts; false where another process appended first: read again, decide again
   */
  append(event: NewEvent, last: string): Promise<boolean>;
}
