import { z } from 'zod';
import { quotedName } from '../../database/index.js';

/** What a job in the queue may be doing. A back end inserts rows that are `pending`, and may set any to `cancelled`. */
export const jobStatuses = ['pending', 'queued', 'running', 'completed', 'failed', 'cancelled'] as const;
/** One of `jobStatuses`. */
export type JobStatus = (typeof jobStatuses)[number];

/** Columns of the table of jobs, by what they hold; the types are those of a new table. */
export const columns = {
  id: ['Id', 'uuid PRIMARY KEY'],
  job: ['JobType', "text NOT NULL DEFAULT 'photos'"],
  parameters: ['Parameters', "jsonb NOT NULL DEFAULT '{}'"],
  status: ['Status', "text NOT NULL DEFAULT 'pending'"],
  progress: ['Progress', 'integer NOT NULL DEFAULT 0'],
  step: ['Step', 'text'],
  error: ['Error', 'text'],
  result: ['Result', 'jsonb'],
  folder: ['RunFolder', 'text'],
  worker: ['Worker', 'text'],
  queueId: ['QueueId', 'uuid'],
  attempt: ['Attempt', 'integer NOT NULL DEFAULT 0'],
  created: ['CreatedAt', 'timestamptz NOT NULL DEFAULT now()'],
  started: ['StartedAt', 'timestamptz'],
  updated: ['UpdatedAt', 'timestamptz'],
  completed: ['CompletedAt', 'timestamptz'],
} as const;
type Column = keyof typeof columns;

/** A column's name as it goes into SQL. */
export const sql = Object.fromEntries(
  Object.entries(columns).map(([key, [name]]) => [key, quotedName([name])]),
) as Readonly<Record<Column, string>>;

const moment = z.union([z.date(), z.string()]).transform((value) => new Date(value).toISOString());
const text = z.coerce.string();

/** A row as a record. */
export const recordSchema = z.object({
  id: text,
  job: text,
  parameters: z
    .unknown()
    .transform((value) => (typeof value === 'string' ? JSON.parse(value) : value) as Record<string, unknown>),
  status: z.enum(jobStatuses),
  progress: z.coerce.number(),
  step: text.nullable(),
  error: text.nullable(),
  result: z.unknown(),
  folder: text.nullable(),
  worker: text.nullable(),
  attempt: z.coerce.number(),
  created: moment,
  started: moment.nullable(),
  completed: moment.nullable(),
});
/** A job that was submitted. `progress` is in percent; `folder` is the run's, absolute; moments are ISO 8601. */
export type JobRecord = z.infer<typeof recordSchema>;

/** What a SELECT lists for `recordSchema`. */
export const selected = Object.keys(recordSchema.shape)
  .map((key) => `${sql[key as Column]} AS ${quotedName([key])}`)
  .join(', ');
