import { SetAside } from '../../errors/index.js';
import {
  AddressGuard,
  HostHealth,
  type HttpAnswer,
  HttpClient,
  HttpError,
  Passing,
  retryAfterMs,
  retrying,
} from '../../http/index.js';

export interface DownloadLimits {
  readonly maxBytes: number;
  readonly maxRedirects: number;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly allowAddresses: readonly string[];
}

/** Fetches pictures over HTTP: only from public addresses, within limits, again where that may help. */
export class Downloader {
  readonly #limits: DownloadLimits;
  readonly #client: HttpClient;
  readonly #health = new HostHealth();

  constructor(limits: DownloadLimits) {
    this.#limits = limits;
    this.#client = new HttpClient({ ...limits, guard: new AddressGuard(limits.allowAddresses) });
  }

  /**
   * The bytes behind an address.
   * @throws {SetAside} where they cannot be had.
   * @throws {unknown} the signal's reason once it is aborted.
   */
  fetch(url: URL, signal: AbortSignal): Promise<Buffer> {
    const { retries } = this.#limits;
    const worthwhile = () => !this.#health.down(url.host);
    return retrying(() => this.#attempt(url, signal), { retries, signal, worthwhile });
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #attempt(url: URL, signal: AbortSignal): Promise<Buffer> {
    const { host } = url;
    const down = this.#health.down(host);
    if (down) throw new SetAside(`host ${host} is down (${down}); not tried again in this run`);
    try {
      const request = { headers: { accept: 'image/*' }, signal };
      const bytes = await this.#client.send(url, request, (answer) => this.#read(answer));
      this.#health.answered(host);
      return bytes;
    } catch (error) {
      const isPassing = error instanceof Passing || (error instanceof HttpError && error.passing);
      if (!isPassing) {
        if (error instanceof SetAside || error instanceof HttpError) this.#health.answered(host);
        throw error instanceof HttpError ? new SetAside(error.message) : error;
      }
      this.#health.failed(host, error.message, error instanceof HttpError && error.fault === 'unreachable');
      throw error instanceof Passing ? error : new Passing(new SetAside(error.message));
    }
  }

  async #read(answer: HttpAnswer): Promise<Buffer> {
    const { status } = answer;
    if (status === 200) return answer.bytes(this.#limits.maxBytes);
    const refused = new SetAside(`HTTP ${status}`);
    if (status !== 429 && status < 500) throw refused;
    throw new Passing(refused, retryAfterMs(answer.header('retry-after')));
  }
}
