import { type JobQueue, openQueue } from '../../jobs/index.js';

/** Where the queue is, as options of commands. */
export interface QueueOptions {
  /** Default DATABASE_URL, or the embedded database in `data/`. */
  readonly connectionString?: string;
  /** Table that shows the jobs. */
  readonly table?: string;
  /** Names of tables and columns, where they are not the project's own. */
  readonly tables?: string;
}

/** Does something with the queue, which is closed afterwards. */
export async function withQueue<T>(
  { connectionString, table, tables }: QueueOptions,
  work: (queue: JobQueue) => Promise<T>,
): Promise<T> {
  const queue = await openQueue(connectionString, { table, tables });
  try {
    return await work(queue);
  } finally {
    await queue.close();
  }
}
