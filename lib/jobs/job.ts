import type { z } from 'zod';
import type { Run } from '../store/index.js';

/** A whole job, from its data to its run folder, as a function that commands, notebooks and servers call alike. */
export interface Job<P, R> {
  /** What commands, queues and routes call it, and its folder in `outputs/` unless `folder` names another. */
  readonly name: string;
  /** Folder in `outputs/` where it is not the name. */
  readonly folder?: string;
  /** One object with a default for each parameter; its description says what the job does. */
  readonly parameters: z.ZodType<P>;
  /** Figures of metrics.json that a list of runs shows, by their path in it: 'similar.hybrid.nDCG@10'. */
  readonly headline: readonly string[];
  /** Steps by how their names begin, with the percent of the whole at which each begins and ends. */
  readonly stages?: Readonly<Record<string, readonly [from: number, to: number]>>;
  /** What `run` returns, as JSON. */
  readonly result: z.ZodType<R>;
  /** Writes into `context.run`, which is published by whoever called. */
  run(parameters: P, context: JobContext): Promise<R>;
  /** What is left to do once the run is in its place, as to register it; `note` is for people. */
  published?(dir: string, note: (line: string) => void): Promise<void>;
}

/** What a job is given besides its parameters. */
export interface JobContext {
  readonly run: Run;
  /** Connection string of the database that the job belongs to, with its password: that of its queue; undefined where there is none. */
  readonly database?: string;
  /** Stops the job within a batch; what was computed stays in `checkpoints/`. */
  readonly signal: AbortSignal;
  /**
   * Says what is being done, and how much of it where that is known: a bar, a cell, a row of a database. A step that
   * begins after the signal was aborted throws its reason.
   */
  step(name: string, done?: number, total?: number): void;
  /** A line for people. */
  note(line: string): void;
}
