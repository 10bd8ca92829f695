import type { ExecutedCell } from '../run/session.js';

/** Publishes finished runs, with what was executed so far beside them. */
export type PublishRuns = (stagings: readonly string[], executed: readonly ExecutedCell[]) => Promise<void>;

/** What Jupyter sends of a cell, as far as it is kept. */
interface Sent {
  readonly cell_id?: string;
  readonly code: string;
}

/**
 * Where Jupyter started the kernel, nobody else knows what was executed. The kernel keeps it, and publishes the runs
 * that a cell finishes once the cell has ended, with the notebook and its report beside them, as `vitrine run` does.
 */
export class Session {
  readonly #publishRuns: PublishRuns;
  #executed: ExecutedCell[] = [];
  #finishedRuns: string[] = [];

  constructor(publishRuns: PublishRuns) {
    this.#publishRuns = publishRuns;
    Object.assign(globalThis, {
      [Symbol.for('vitrine.takeOver')]: (staging: string) => this.#finishedRuns.push(staging),
    });
  }

  /** Begins the record of a cell, in the place of what is known of it from before. */
  begin({ cell_id: id, code }: Sent): RecordedCell {
    const cell = new RecordedCell(id, code);
    this.#executed = this.#executed.filter((earlier) => (earlier.id ?? earlier.code) !== (id ?? code));
    this.#executed.push(cell);
    this.#finishedRuns = [];
    return cell;
  }

  /** Publishes the runs that the last cell finished. */
  async publishFinished(): Promise<void> {
    if (this.#finishedRuns.length > 0) await this.#publishRuns(this.#finishedRuns, this.#executed);
  }
}

/** A cell and what it has put out so far. */
class RecordedCell implements ExecutedCell {
  readonly started = new Date().toISOString();
  readonly messages: { type: string; content: Record<string, unknown> }[] = [];
  count: number | null = null;
  seconds = 0;
  status: ExecutedCell['status'] = 'completed';
  readonly #began = performance.now();

  constructor(
    readonly id: string | undefined,
    readonly code: string,
  ) {}

  /** Of a display that is updated again and again the last state is kept. */
  keep(type: string, content: Record<string, unknown>): void {
    const id = type === 'update_display_data' && displayId(content);
    const last = this.messages.at(-1);
    if (id && last?.type === type && displayId(last.content) === id) this.messages.pop();
    this.messages.push({ type, content });
  }

  end(status: ExecutedCell['status'], count: number): void {
    this.status = status;
    this.count = count;
    this.seconds = (performance.now() - this.#began) / 1000;
  }
}

function displayId({ transient }: Record<string, unknown>): string | undefined {
  return (transient as { display_id?: string } | undefined)?.display_id;
}
