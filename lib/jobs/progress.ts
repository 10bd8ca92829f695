import type { Job } from './job.js';

/** How far a job is, in whole percent, from the steps that it tells; it never goes back. */
export class JobPercent {
  readonly #stages: Job<unknown, unknown>['stages'];
  #percent = 0;

  constructor({ stages }: Pick<Job<unknown, unknown>, 'stages'>) {
    this.#stages = stages;
  }

  /** After a step was told. @returns 0 to 99: 100 is for a job that is done */
  after(name: string, done = 0, total = 0): number {
    const stage = Object.entries(this.#stages ?? {}).find(([beginning]) => name.startsWith(beginning));
    const [from, to] = stage?.[1] ?? [this.#percent, this.#percent];
    const share = total > 0 ? Math.min(1, done / total) : 0;
    this.#percent = Math.min(99, Math.max(this.#percent, Math.round(from + share * (to - from))));
    return this.#percent;
  }
}
