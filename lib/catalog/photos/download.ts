import { setTimeout as delay } from 'node:timers/promises';
import pRetry from 'p-retry';
import type { Agent, Dispatcher } from 'undici';
import { messageOf, SetAside } from '../../errors/index.js';
import { AddressGuard } from '../../http/index.js';
import { HostHealth } from './host-health.js';
import { PassingPhotoError } from './photo-error.js';

export interface DownloadLimits {
  readonly maxBytes: number;
  readonly maxRedirects: number;
  readonly connectTimeoutMs: number;
  /** For one attempt, from looking the host up to the last byte. */
  readonly timeoutMs: number;
  readonly retries: number;
  readonly allowAddresses: readonly string[];
}

const longestWaitMs = 60_000;
const unreachable: Readonly<Record<string, string>> = {
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host not found, for now',
  ENETUNREACH: 'no network to the host',
  EHOSTUNREACH: 'no way to the host',
  ENETDOWN: 'network down',
  ECONNREFUSED: 'connection refused',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
};

/** Fetches photos over HTTP: only from public addresses, within limits, again where that may help. */
export class Downloader {
  readonly #limits: DownloadLimits;
  readonly #guard: AddressGuard;
  readonly #agent: Agent;
  readonly #request: typeof import('undici').request;
  readonly #health = new HostHealth();

  private constructor(limits: DownloadLimits, undici: typeof import('undici')) {
    this.#limits = limits;
    this.#guard = new AddressGuard(limits.allowAddresses);
    this.#request = undici.request;
    this.#agent = new undici.Agent({
      connect: { timeout: limits.connectTimeoutMs, lookup: this.#guard.lookup as never },
      headersTimeout: limits.timeoutMs,
      bodyTimeout: limits.timeoutMs,
    });
  }

  static async create(limits: DownloadLimits): Promise<Downloader> {
    return new Downloader(limits, await import('undici'));
  }

  /** The bytes behind an address. @throws {SetAside} @throws the signal's reason once it is aborted */
  async fetch(url: URL, signal: AbortSignal): Promise<Buffer> {
    const attempt = async () => {
      this.#requireUp(url);
      try {
        const bytes = await this.#attempt(url, signal);
        this.#health.answered(url.host);
        return bytes;
      } catch (error) {
        if (error instanceof PassingPhotoError) {
          this.#health.failed(url.host, error.message, error.unreachable);
        } else if (error instanceof SetAside) this.#health.answered(url.host);
        throw error;
      }
    };
    return pRetry(attempt, {
      retries: this.#limits.retries,
      minTimeout: 500,
      maxTimeout: 8000,
      randomize: true,
      signal,
      shouldRetry: async ({ error, retriesLeft }) => {
        if (!(error instanceof PassingPhotoError) || error.retryAfterMs > longestWaitMs) return false;
        if (retriesLeft === 0 || this.#health.down(url.host)) return false;
        await delay(error.retryAfterMs, undefined, { signal });
        return true;
      },
    });
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  #requireUp(url: URL): void {
    const reason = this.#health.down(url.host);
    if (reason) throw new SetAside(`host ${url.host} is down (${reason}); not tried again in this run`);
  }

  async #attempt(start: URL, outer: AbortSignal): Promise<Buffer> {
    const timeout = AbortSignal.timeout(this.#limits.timeoutMs);
    const signal = AbortSignal.any([outer, timeout]);
    try {
      let url = start;
      for (let hop = 0; hop <= this.#limits.maxRedirects; hop++) {
        if (!/^https?:$/.test(url.protocol)) throw new SetAside(`redirected to ${url.protocol}, not http(s)`);
        this.#guard.requireHost(url.hostname);
        const response = await this.#request(url, {
          dispatcher: this.#agent,
          signal,
          headers: { accept: 'image/*', 'user-agent': 'vitrine' },
        });
        const next = redirectOf(response, url);
        if (!next) return await this.#body(response);
        response.body.on('error', () => {}).destroy();
        url = next;
      }
      throw new SetAside(`more than ${this.#limits.maxRedirects} redirects`);
    } catch (error) {
      if (error instanceof SetAside) throw error;
      outer.throwIfAborted();
      if (timeout.aborted) {
        throw new PassingPhotoError(`nothing complete within ${this.#limits.timeoutMs / 1000} s`, false);
      }
      const code = (error as NodeJS.ErrnoException).code ?? '';
      throw new PassingPhotoError(unreachable[code] ?? messageOf(error), code in unreachable);
    }
  }

  async #body({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Buffer> {
    const { maxBytes } = this.#limits;
    const refuse = (reason: SetAside) => {
      body.on('error', () => {}).destroy();
      throw reason;
    };
    if (statusCode === 429 || statusCode >= 500) {
      refuse(new PassingPhotoError(`HTTP ${statusCode}`, false, retryAfterMs(headers['retry-after'])));
    }
    if (statusCode !== 200) refuse(new SetAside(`HTTP ${statusCode}`));
    const tooLarge = new SetAside(`over ${maxBytes / 1024 / 1024} MB, the limit`);
    if (Number(headers['content-length']) > maxBytes) refuse(tooLarge);
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of body as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > maxBytes) throw tooLarge;
      parts.push(part);
    }
    return Buffer.concat(parts);
  }
}

function redirectOf({ statusCode, headers }: Dispatcher.ResponseData, url: URL): URL | undefined {
  const location = headers.location;
  if (![301, 302, 303, 307, 308].includes(statusCode) || typeof location !== 'string') return undefined;
  if (!URL.canParse(location, url.href)) throw new SetAside('redirected to no valid address');
  return new URL(location, url);
}

/** Retry-After: seconds or a date. */
function retryAfterMs(header: string | string[] | undefined): number {
  if (typeof header !== 'string') return 0;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Math.max(0, wait || 0);
}
