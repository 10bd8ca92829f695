import { setTimeout as delay } from 'node:timers/promises';
import pRetry from 'p-retry';
import { messageOf } from '../errors/index.js';
import { redact, type Secret, ServiceError, type ServiceFault } from '../http/index.js';

/** How a service is spoken to. */
export interface Dialect {
  /** As people call it, for messages. */
  readonly service: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the key goes: after "Bearer ", or into this parameter of the address. */
  readonly keyParameter?: string;
  /** What an error answer means where its status alone does not say. */
  readonly faultOf?: (status: number, body: unknown) => 'refused' | 'limited' | undefined;
}

export interface ClientOptions {
  /** For one attempt, to the last byte. */
  readonly timeoutMs: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** The first pause between attempts; each later one is twice as long. */
  readonly pauseMs: number;
  readonly signal?: AbortSignal;
}

/** What a service answered. */
export interface ApiAnswer {
  readonly body: unknown;
  /** Address of the next page, of the Link header (RFC 8288). */
  readonly next: string | null;
}

const longestWaitMs = 60_000;
const mostBytes = 64 * 1024 * 1024;
const neverReached = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ECONNREFUSED']);

/** A failure that may pass. */
class Passing extends Error {
  constructor(
    readonly error: ServiceError,
    readonly waitMs = 0,
  ) {
    super(error.message);
  }
}

/**
 * Gets JSON from a service. It alone holds the key; it follows no redirect; it limits time and size; it tries again
 * after 429 and full limits (as Retry-After or X-RateLimit-Reset say, to a minute), 408, 5xx, broken connections and
 * answers that are no JSON, with growing pauses; and it waits where an answer says that nothing is left of the limit.
 */
export class ApiClient {
  /** Requests that were answered, for tests and reports. */
  requests = 0;
  #restUntil = 0;

  constructor(
    readonly baseUrl: string,
    readonly key: Secret,
    readonly dialect: Dialect,
    readonly options: ClientOptions,
  ) {}

  /** @param path with its query, below the base address */
  async get(path: string): Promise<ApiAnswer> {
    const { retries, pauseMs, signal } = this.options;
    try {
      return await pRetry(() => this.#attempt(path), {
        retries,
        minTimeout: pauseMs,
        maxTimeout: 30_000,
        randomize: true,
        signal,
        shouldRetry: async ({ error, retriesLeft }) => {
          if (!(error instanceof Passing) || retriesLeft === 0 || error.waitMs > longestWaitMs) return false;
          await delay(error.waitMs, undefined, { signal });
          return true;
        },
      });
    } catch (error) {
      throw error instanceof Passing ? error.error : error;
    }
  }

  async #attempt(path: string): Promise<ApiAnswer> {
    const { headers, keyParameter } = this.dialect;
    const { timeoutMs, signal: outer } = this.options;
    const rest = this.#restUntil - Date.now();
    if (rest > longestWaitMs)
      throw this.#error('limited', `limits this key for ${Math.ceil(rest / 60_000)} minutes`);
    if (rest > 0) await delay(rest, undefined, { signal: outer });
    const { EnvHttpProxyAgent, fetch: send } = await import('undici');
    agent ??= new EnvHttpProxyAgent();
    const timeout = AbortSignal.timeout(timeoutMs);
    const url = new URL(this.baseUrl + path);
    const all: Record<string, string> = { accept: 'application/json', 'user-agent': 'vitrine', ...headers };
    if (keyParameter) url.searchParams.set(keyParameter, this.key.reveal());
    else all.authorization = `Bearer ${this.key.reveal()}`;
    try {
      const answer = await send(keyParameter ? url : this.baseUrl + path, {
        headers: all,
        redirect: 'manual',
        dispatcher: agent,
        signal: outer ? AbortSignal.any([outer, timeout]) : timeout,
      });
      const text = await this.#body(answer.body);
      this.requests++;
      return this.#read(answer.status, answer.headers, text);
    } catch (thrown) {
      if (thrown instanceof Passing || thrown instanceof ServiceError) throw thrown;
      outer?.throwIfAborted();
      if (timeout.aborted)
        throw new Passing(this.#error('cut off', `did not answer within ${timeoutMs / 1000} s`));
      const cause = (thrown as Error).cause ?? thrown;
      const code = (cause as NodeJS.ErrnoException).code ?? messageOf(cause);
      throw new Passing(
        neverReached.has(code)
          ? this.#error('unreachable', `cannot be reached (${code}); check the network and its address`)
          : this.#error('cut off', `broke off the connection before a whole answer (${code}); run again`),
      );
    }
  }

  async #body(body: AsyncIterable<Uint8Array> | null): Promise<string> {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of body ?? []) {
      bytes += part.length;
      if (bytes > mostBytes) throw this.#error('malformed', `sent an answer of over ${mostBytes >> 20} MB`);
      parts.push(part);
    }
    // Graph repeats the token in the addresses of further pages.
    return redact(Buffer.concat(parts).toString('utf8')).replace(
      /access_token=[^&"\\]+/g,
      'access_token=[removed]',
    );
  }

  #read(status: number, headers: { get(name: string): string | null }, text: string): ApiAnswer {
    const reset = Number(headers.get('x-ratelimit-reset')) * 1000;
    if (headers.get('x-ratelimit-remaining') === '0' && reset > Date.now()) this.#restUntil = reset;
    const body = parsed(text);
    if (status >= 200 && status < 300) {
      if (body === undefined)
        throw new Passing(
          this.#error('malformed', 'answered with something that is no JSON; run again later', status),
        );
      return { body, next: nextOf(headers.get('link')) };
    }
    const said = messageIn(body);
    const fault = this.dialect.faultOf?.(status, body);
    if (fault === 'refused' || (!fault && (status === 401 || status === 403))) {
      throw this.#error(
        'refused',
        `refused ${this.key.name} (HTTP ${status}): it is wrong, expired, or may not do this; put a new one into .env`,
        status,
      );
    }
    if (fault === 'limited' || status === 429) {
      const wait = retryAfterMs(headers.get('retry-after')) ?? Math.max(0, reset - Date.now());
      throw new Passing(
        this.#error(
          'limited',
          `limits this key (HTTP ${status}${said}); run again later, it goes on where it stopped`,
          status,
        ),
        Number.isFinite(wait) ? wait : 0,
      );
    }
    if (status >= 500 || status === 408)
      throw new Passing(
        this.#error('failed', `failed (HTTP ${status}${said}); run again later`, status),
        retryAfterMs(headers.get('retry-after')) ?? 0,
      );
    if (status >= 300 && status < 400)
      throw this.#error(
        'malformed',
        `redirects elsewhere (HTTP ${status}), where the key is not sent; check its address`,
        status,
      );
    throw this.#error(
      status === 404 ? 'not found' : 'rejected',
      `rejected a request (HTTP ${status}${said})`,
      status,
    );
  }

  #error(fault: ServiceFault, what: string, httpStatus?: number): ServiceError {
    const { service } = this.dialect;
    return new ServiceError(`${service} ${what}`, { service, fault, httpStatus });
  }
}

let agent: import('undici').EnvHttpProxyAgent | undefined;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The message of an error answer, as `{error: {message}}` or `{message}`, short and printable. */
function messageIn(body: unknown): string {
  const outer = (body ?? {}) as { error?: unknown; message?: unknown };
  const inner = (typeof outer.error === 'object' && outer.error ? outer.error : outer) as {
    message?: unknown;
  };
  const plain = typeof inner.message === 'string' ? inner.message.replace(/\p{C}+/gu, ' ').trim() : '';
  return plain && `: ${plain.length > 200 ? `${plain.slice(0, 199)}…` : plain}`;
}

function nextOf(link: string | null): string | null {
  return /<([^>]+)>\s*;[^,]*\brel="?next"?/i.exec(link ?? '')?.[1] ?? null;
}

/** Retry-After: seconds or a date. */
function retryAfterMs(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
