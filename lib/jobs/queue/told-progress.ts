import { DatabaseError } from '../../database/index.js';
import { UserError } from '../../errors/index.js';
import type { Job } from '../job.js';
import { JobPercent } from '../progress.js';
import type { Claim, JobTable } from './job-table.js';

/** How often the table hears how far a job is, and is asked whether it is still wanted. */
const everyMs = 500;

/** The claim on a job is gone: it was cancelled, or another worker has it. */
export class ClaimLost extends UserError {}

/** Writes how far a job is into its row while it runs, and notices there that it is no longer wanted. */
export class ToldProgress {
  readonly #table: JobTable;
  readonly #claim: Claim;
  readonly #percent: JobPercent;
  readonly #timer: NodeJS.Timeout;
  readonly #lost = new AbortController();
  #step: string | null = null;
  #progress = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(table: JobTable, claim: Claim, job: Pick<Job<unknown, unknown>, 'stages'>) {
    this.#table = table;
    this.#claim = claim;
    this.#percent = new JobPercent(job);
    this.#timer = setInterval(() => this.#tell(), everyMs);
  }

  /** Aborted with a `ClaimLost` once the job is cancelled, or another worker has it. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  step(name: string, done?: number, total?: number): void {
    this.#progress = this.#percent.after(name, done, total);
    const isNew = name !== this.#step;
    this.#step = name;
    if (isNew) this.#tell();
  }

  /** Stops, once what is being written is there. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#last;
  }

  #tell(): void {
    this.#last = this.#last.then(async () => {
      if (this.lost.aborted) return;
      try {
        if (await this.#table.tell(this.#claim, this.#progress, this.#step)) return;
        this.#lost.abort(new ClaimLost('the job was cancelled, or another worker has it'));
      } catch (error) {
        // A database that is away for a moment is told the next time.
        if (!(error instanceof DatabaseError)) throw error;
      }
    });
  }
}
