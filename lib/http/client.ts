import type { Dispatcher } from 'undici';
import { SetAside } from '../errors/index.js';
import { HttpAnswer } from './answer.js';
import { basicCredentials } from './basic-credentials.js';
import { connectionError } from './connection-error.js';
import { HttpError } from './errors.js';
import type { AddressGuard } from './public-address.js';

export interface HttpClientOptions {
  /** Time for name look-up, connection and TLS, in ms. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Time for one request, redirects included, to the last byte of its answer, in ms. Default no limit. */
  readonly timeoutMs?: number;
  /** Time to the answer's first line and between two pieces of its body, in ms. Default `timeoutMs`, else 300,000. */
  readonly idleTimeoutMs?: number;
  /**
   * Refuses hosts. With a guard no proxy is used, which would look names up unseen; without one, those that
   * HTTP_PROXY, HTTPS_PROXY and NO_PROXY name. Default no guard.
   */
  readonly guard?: AddressGuard;
  /** Redirects that are followed. Default 0: an answer that redirects is given as it is. */
  readonly maxRedirects?: number;
  /** Throws where a redirect must not be followed. */
  readonly checkRedirect?: (to: URL) => void;
}

export interface HttpRequest {
  /** Method of the request. Default 'GET'. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | null;
  readonly signal?: AbortSignal;
}

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Sends requests over HTTP, within limits of time, through the proxies of the environment or past a guard of addresses.
 * A user and password in an address go to its own origin, as Basic authorization.
 * @example
 * const client = new HttpClient({ timeoutMs: 20_000 });
 * await client.send('https://example.org/a.jpg', {}, (answer) => answer.bytes(1e6)); // Buffer
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  #dispatcher: Dispatcher | undefined;

  constructor(options: HttpClientOptions = {}) {
    this.#options = options;
  }

  /**
   * What `read` makes of the answer, whose body is let go of afterwards.
   * @throws {HttpError} where there is no whole answer.
   * @throws {SetAside} for a host that the guard refuses.
   * @throws {unknown} the signal's reason once it is aborted; what `read` throws.
   */
  async send<T>(
    url: string | URL,
    request: HttpRequest,
    read: (answer: HttpAnswer) => Promise<T>,
  ): Promise<T> {
    const { timeoutMs } = this.#options;
    const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
    const signals = [request.signal, timeout].filter((signal) => signal !== undefined);
    const failure = (thrown: unknown): unknown => {
      if (request.signal?.aborted) return request.signal.reason;
      if (timeout?.aborted) return new HttpError('late', `nothing complete within ${timeoutMs! / 1000} s`);
      return thrown instanceof SetAside ? thrown : connectionError(thrown);
    };
    const answer = await this.#follow(
      new URL(url),
      { ...request, signal: AbortSignal.any(signals) },
      failure,
    );
    try {
      return await read(answer);
    } finally {
      answer.close();
    }
  }

  /** Breaks off what is under way. */
  async close(): Promise<void> {
    await this.#dispatcher?.destroy();
    this.#dispatcher = undefined;
  }

  async #follow(
    start: URL,
    { method = 'GET', headers, body, signal }: HttpRequest,
    failure: (thrown: unknown) => unknown,
  ): Promise<HttpAnswer> {
    const { maxRedirects = 0, guard, checkRedirect } = this.#options;
    const undici = await import('undici');
    this.#dispatcher ??= this.#connect(undici);
    for (let url = start, hop = 0; hop <= maxRedirects; hop++) {
      guard?.requireHost(url.hostname);
      const got = await undici
        .request(url, {
          method: method as Dispatcher.HttpMethod,
          headers: { 'user-agent': 'vitrine', ...basicCredentials(url), ...headers },
          body,
          signal,
          dispatcher: this.#dispatcher,
        })
        .catch((thrown) => {
          throw failure(thrown);
        });
      const answer = new HttpAnswer(got.statusCode, got.headers, got.body, failure);
      const location = answer.header('location');
      if (maxRedirects === 0 || !redirects.has(answer.status) || !location) return answer;
      answer.close();
      if (!URL.canParse(location, url.href))
        throw new HttpError('redirect', 'redirected to no valid address');
      const to = new URL(location, url);
      if (to.origin === url.origin) [to.username, to.password] = [url.username, url.password];
      checkRedirect?.(to);
      if (!/^https?:$/.test(to.protocol))
        throw new HttpError('redirect', `redirected to ${to.protocol}, not http(s)`);
      url = to;
    }
    throw new HttpError('redirect', `more than ${maxRedirects} redirects`);
  }

  #connect({ Agent, EnvHttpProxyAgent }: typeof import('undici')): Dispatcher {
    const {
      connectTimeoutMs = 10_000,
      timeoutMs,
      idleTimeoutMs = timeoutMs ?? 300_000,
      guard,
    } = this.#options;
    const limits = { headersTimeout: idleTimeoutMs, bodyTimeout: idleTimeoutMs };
    const timeout = connectTimeoutMs;
    return guard
      ? new Agent({ ...limits, connect: { timeout, lookup: guard.lookup as never } })
      : new EnvHttpProxyAgent({ ...limits, connect: { timeout } });
  }
}
