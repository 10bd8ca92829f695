import { setTimeout as delay } from 'node:timers/promises';

/** Lets something wait that is called early; a call that comes before the wait ends the next one at once. */
export class Doorbell {
  #called = new AbortController();

  ring(): void {
    this.#called.abort();
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    await delay(ms, undefined, { signal: AbortSignal.any([this.#called.signal, signal]) }).catch(() => {});
    if (this.#called.signal.aborted) this.#called = new AbortController();
  }
}
