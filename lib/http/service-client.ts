import { setTimeout as delay } from 'node:timers/promises';
import { basicAuthorization } from './basic-credentials.js';
import { HttpClient, type HttpRequest } from './client.js';
import { HttpError, Passing, ServiceError, type ServiceFault } from './errors.js';
import { longestWaitMs, retrying } from './retry.js';
import { redact, type Secret } from './secret.js';
import { refusal, untilResetMs } from './service-refusal.js';

/** How a service is spoken to. */
export interface Dialect {
  /** As people call it, for messages. */
  readonly service: string;
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Where the key goes: into this header (`Authorization` takes it after "Bearer "), or into a parameter of the address.
   * 'Basic' is `Authorization` with a key of the form user:password. Default `Authorization`.
   */
  readonly keyIn?:
    | 'Authorization'
    | 'Basic'
    | 'Api-Key'
    | 'X-Shopify-Access-Token'
    | { readonly parameter: string };
  /** What an answer means where its status alone does not say; GraphQL tells of errors with status 200. */
  readonly faultOf?: (status: number, body: unknown) => ServiceFault | undefined;
  /** How long to wait before the next request, in ms, where the body of an answer tells it; 0 where not at all. */
  readonly restMs?: (body: unknown) => number;
  /** What else to take out of the text of an answer, in which keys are replaced already. */
  readonly clean?: (text: string) => string;
}

export interface ServiceOptions extends Dialect {
  readonly key: Secret;
  /** Time for one attempt, to the last byte, in ms. */
  readonly timeoutMs: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** The first pause between attempts, in ms; each later one is twice as long. Default 500. */
  readonly pauseMs?: number;
  /** Whether a request may be sent again when it is unknown if the service acted on it. False where that costs money. */
  readonly repeatable: boolean;
  /** What to do when the service limits the key. Default 'wait and run again'. */
  readonly whenLimited?: string;
}

/** What a service answered. */
export interface ServiceAnswer {
  readonly status: number;
  /** Without any key. */
  readonly text: string;
  /** `text` as JSON; undefined where it is empty. */
  readonly body: unknown;
  /** Address of the next page, of the Link header (RFC 8288); null where there is none. */
  readonly next: string | null;
  /** A header by its name in lower case. */
  header(name: string): string | undefined;
}

const mostBytes = 64 * 1024 * 1024;

/**
 * Asks a service for JSON. It alone holds the key; it follows no redirect, which could carry the key elsewhere; it
 * limits time and size; it tries again after 429 (as Retry-After or X-RateLimit-Reset say, to a minute), 408, 5xx,
 * broken connections and broken JSON; and it waits where an answer says that nothing is left of the limit.
 */
export class ServiceClient {
  /** Requests that were answered, for tests and reports. */
  requests = 0;
  readonly #http: HttpClient;
  #restUntil = 0;

  constructor(readonly options: ServiceOptions) {
    this.#http = new HttpClient({ timeoutMs: options.timeoutMs });
  }

  /** @throws {ServiceError} for all that goes wrong; the signal's reason once it is aborted. */
  send(url: string, request: HttpRequest = {}): Promise<ServiceAnswer> {
    const { retries, pauseMs } = this.options;
    return retrying(() => this.#attempt(url, request), { retries, pauseMs, signal: request.signal });
  }

  async #attempt(url: string, request: HttpRequest): Promise<ServiceAnswer> {
    const { clean = (text) => text, faultOf, restMs } = this.options;
    const rest = this.#restUntil - Date.now();
    if (rest > longestWaitMs) {
      throw this.#error('limited', `limits this key for ${Math.ceil(rest / 60_000)} minutes`);
    }
    if (rest > 0) await delay(rest, undefined, { signal: request.signal });
    const [address, headers] = this.#withKey(url, request.headers);
    try {
      return await this.#http.send(address, { ...request, headers }, async (answer) => {
        // A service may repeat the key that it was sent, in an error say.
        const text = clean(redact((await answer.bytes(mostBytes)).toString('utf8')));
        this.requests++;
        if (answer.header('x-ratelimit-remaining') === '0')
          this.#restUntil = Date.now() + untilResetMs(answer);
        const body = parsed(text);
        const { status } = answer;
        const restOf = restMs?.(body) ?? 0;
        if (restOf > 0) this.#restUntil = Date.now() + restOf;
        const isError = status < 200 || status >= 300 || faultOf?.(status, body) !== undefined;
        if (isError) throw refusal(answer, body, this.options);
        if (text !== '' && body === undefined) throw this.#noJson(text, status);
        const header = (name: string) => answer.header(name);
        return { status, text, body, next: nextOf(answer.header('link')), header };
      });
    } catch (thrown) {
      throw thrown instanceof HttpError ? this.#noAnswer(thrown) : thrown;
    }
  }

  #withKey(url: string, given: HttpRequest['headers']): [address: string, headers: Record<string, string>] {
    const { key, keyIn = 'Authorization', headers } = this.options;
    const all = { accept: 'application/json', 'accept-encoding': 'gzip', ...headers, ...given };
    if (typeof keyIn === 'object') {
      const address = new URL(url);
      address.searchParams.set(keyIn.parameter, key.reveal());
      return [address.href, all];
    }
    if (keyIn === 'Basic') {
      return [url, { ...all, authorization: basicAuthorization(key.reveal()) }];
    }
    const value = keyIn === 'Authorization' ? `Bearer ${key.reveal()}` : key.reveal();
    return [url, { ...all, [keyIn.toLowerCase()]: value }];
  }

  /** A page means that it is not the service that answers; broken JSON may pass. */
  #noJson(text: string, status: number): Error {
    const isPage = text.trimStart().startsWith('<');
    const error = this.#error(
      'malformed',
      `answered with something that is no JSON; ${isPage ? 'check its address' : 'run again later'}`,
      status,
    );
    return this.options.repeatable && !isPage ? new Passing(error) : error;
  }

  #noAnswer({ fault, code, message }: HttpError): Error {
    const { timeoutMs, repeatable } = this.options;
    if (fault === 'too large') {
      return this.#error('malformed', `sent an answer of over ${mostBytes >> 20} MB`);
    }
    if (fault === 'unreachable') {
      return new Passing(
        this.#error('unreachable', `cannot be reached (${code}); check the network and its address`),
      );
    }
    const what =
      fault === 'late'
        ? `did not answer within ${timeoutMs / 1000} s`
        : `broke off the connection before a whole answer (${code || message}); run again`;
    const error = this.#error('cut off', what);
    return repeatable ? new Passing(error) : error;
  }

  #error(fault: ServiceFault, what: string, httpStatus?: number): ServiceError {
    const { service } = this.options;
    return new ServiceError(`${service} ${what}`, { service, fault, httpStatus });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nextOf(link: string | undefined): string | null {
  return /<([^>]+)>\s*;[^,]*\brel="?next"?/i.exec(link ?? '')?.[1] ?? null;
}
