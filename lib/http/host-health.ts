export interface HostHealthOptions {
  /** Failures to reach a host, in a row, after which it is down. Default 3. */
  readonly refusals?: number;
  /** Failures of any passing kind, in a row, after which it is down. Default 24. */
  readonly failures?: number;
  /** Time that must lie between the first failure and the one that it is down after, in ms. Default 1,000. */
  readonly settleMs?: number;
  /** Time that a host stays down for, in ms. Default for ever. */
  readonly downMs?: number;
}

interface Trouble {
  unreachable: number;
  failures: number;
  readonly since: number;
}

/**
 * Remembers hosts that do not answer, so that hundreds of requests to one of them fail at once and not each after its
 * own timeouts. One good answer clears a host.
 */
export class HostHealth {
  readonly #options: Required<HostHealthOptions>;
  readonly #troubles = new Map<string, Trouble>();
  readonly #down = new Map<string, { readonly reason: string; readonly until: number }>();

  constructor({
    refusals = 3,
    failures = 24,
    settleMs = 1000,
    downMs = Number.POSITIVE_INFINITY,
  }: HostHealthOptions = {}) {
    this.#options = { refusals, failures, settleMs, downMs };
  }

  /** Why a host is taken to be down; undefined where it is not. */
  down(host: string): string | undefined {
    const found = this.#down.get(host);
    return found && found.until > performance.now() ? found.reason : undefined;
  }

  answered(host: string): void {
    this.#troubles.delete(host);
    this.#down.delete(host);
  }

  failed(host: string, reason: string, unreachable: boolean): void {
    const { refusals, failures, settleMs, downMs } = this.#options;
    const now = performance.now();
    const trouble = this.#troubles.get(host) ?? { unreachable: 0, failures: 0, since: now };
    this.#troubles.set(host, trouble);
    trouble.failures++;
    if (unreachable) trouble.unreachable++;
    const many = trouble.unreachable >= refusals || trouble.failures >= failures;
    if (many && now - trouble.since >= settleMs) this.#down.set(host, { reason, until: now + downMs });
  }
}
