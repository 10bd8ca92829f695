import { z } from 'zod';
import { quotedName } from '../../database/index.js';
import type { OpenTable, TableShape } from '../../database/tables/index.js';

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
  step: ['Step', 'text', 'CurrentStep'],
  error: ['Error', 'text', 'ErrorMessage'],
  result: ['Result', 'jsonb'],
  folder: ['RunFolder', 'text'],
  worker: ['Worker', 'text'],
  queueId: ['QueueId', 'uuid'],
  attempt: ['Attempt', 'integer NOT NULL DEFAULT 0'],
  created: ['CreatedAt', 'timestamptz NOT NULL DEFAULT now()'],
  started: ['StartedAt', 'timestamptz'],
  updated: ['UpdatedAt', 'timestamptz'],
  completed: ['CompletedAt', 'timestamptz', 'FinishedAt'],
} as const satisfies TableShape<string>['columns'];
export type JobColumn = keyof typeof columns;

/** The table of jobs. */
export const jobShape: TableShape<JobColumn> = { name: 'TrainingJobs', columns };

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
export function selectedFrom({ columns }: OpenTable<JobColumn>): string {
  return Object.keys(recordSchema.shape)
    .map((key) => `${columns[key as JobColumn]} AS ${quotedName([key])}`)
    .join(', ');
}
