const refusalsUntilDown = 3;
const failuresUntilDown = 24;
const settleMs = 1000;

interface Trouble {
  unreachable: number;
  failures: number;
  readonly since: number;
}

/**
 * Remembers hosts that do not answer, so that hundreds of photos on one of them fail at once and not each after its
 * own timeouts: a host is down after 3 failures to reach it, or 24 of any passing kind, in a row and over at least a
 * second. One good answer clears it.
 */
export class HostHealth {
  readonly #troubles = new Map<string, Trouble>();
  readonly #down = new Map<string, string>();

  /** Why a host is taken to be down; undefined where it is not. */
  down(host: string): string | undefined {
    return this.#down.get(host);
  }

  answered(host: string): void {
    this.#troubles.delete(host);
    this.#down.delete(host);
  }

  failed(host: string, reason: string, unreachable: boolean): void {
    const trouble = this.#troubles.get(host) ?? { unreachable: 0, failures: 0, since: performance.now() };
    this.#troubles.set(host, trouble);
    trouble.failures++;
    if (unreachable) trouble.unreachable++;
    const many = trouble.unreachable >= refusalsUntilDown || trouble.failures >= failuresUntilDown;
    if (many && performance.now() - trouble.since >= settleMs) this.#down.set(host, reason);
  }
}
