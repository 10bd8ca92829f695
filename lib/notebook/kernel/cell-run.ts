import { KeyboardInterrupt } from './errors.js';

/** How long a cell that was interrupted may take to end by itself. */
const graceMs = 250;

/** A cell while it runs: what its code calls as `cell$`. */
export class CellRun {
  readonly #exports: object;
  readonly #interrupted = new AbortController();
  readonly #abandoned: Promise<never>;
  #rejectWait: ((reason: unknown) => void) | undefined;
  #abandon!: (reason: unknown) => void;
  #isAbandoned = false;

  constructor(exports: object) {
    this.#exports = exports;
    this.#abandoned = new Promise((_, reject) => {
      this.#abandon = reject;
    });
    this.#abandoned.catch(() => {});
  }

  /** Is aborted by an interrupt. */
  get signal(): AbortSignal {
    return this.#interrupted.signal;
  }

  /** Keeps the value of a variable where later cells find it. */
  put(name: string, value: unknown): void {
    Object.defineProperty(this.#exports, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }

  /** Lets later cells read and change a variable that functions of this cell hold too. */
  bind(name: string, get: () => unknown, set: (value: unknown) => void): void {
    Object.defineProperty(this.#exports, name, { get, set, enumerable: true, configurable: true });
  }

  /**
   * What the cell awaits; an interrupt rejects it, and a cell that goes on in spite of it waits for ever soon. Chained so
   * that V8 still finds the cell in stacks.
   */
  wait(value: unknown): unknown {
    if (this.#isAbandoned) return new Promise(() => {});
    if (typeof (value as PromiseLike<unknown> | undefined)?.then !== 'function') return value;
    return new Promise((resolve, reject) => {
      this.#rejectWait = reject;
      Promise.resolve(value).then(resolve, reject);
    });
  }

  /** What the cell iterates with `for await`. */
  async *each(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<unknown> {
    const iterator =
      Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();
    let isOver = false;
    try {
      for (;;) {
        const { done, value } = (await this.wait(iterator.next())) as IteratorResult<unknown>;
        if (done) {
          isOver = true;
          return value;
        }
        yield value;
      }
    } finally {
      if (!isOver) await iterator.return?.();
    }
  }

  /** What comes of it, or an interrupt, which a cell that catches it cannot hold up for long. */
  untilInterrupted<T>(value: T): Promise<Awaited<T>> {
    return Promise.race([value, this.#abandoned]);
  }

  interrupt(): void {
    const interrupt = new KeyboardInterrupt();
    this.#interrupted.abort(interrupt);
    this.#rejectWait?.(interrupt);
    setTimeout(() => {
      this.#isAbandoned = true;
      this.#abandon(interrupt);
    }, graceMs);
  }
}
