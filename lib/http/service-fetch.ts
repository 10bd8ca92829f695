import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../errors/index.js';
import { redact, type Secret } from './secret.js';
import { ServiceError, type ServiceFault } from './service-error.js';

export interface ServiceFetchOptions {
  /** As people call it, for messages. */
  readonly service: string;
  readonly key: Secret;
  /** The header that carries the key: `Api-Key` takes it as it is, `Authorization` after "Bearer ". */
  readonly header: 'Api-Key' | 'Authorization';
  /** For one attempt, to the last byte. */
  readonly timeoutMs: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** The first pause between attempts; each later one is twice as long. Default 500. */
  readonly pauseMs?: number;
  /** Whether a request may be sent again when it is unknown if the service acted on it. False where that costs money. */
  readonly repeatable: boolean;
}

const longestWaitMs = 60_000;
const mostBytes = 64 * 1024 * 1024;
const neverSent = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * A `fetch` for an SDK. It alone holds the key, so that nothing the SDK logs or throws can contain it; it follows no
 * redirect, which could carry the key elsewhere; it limits time and size; it tries again after 429 (as Retry-After
 * says, to a minute), 5xx and broken connections; it reads answers whole and makes sure that they are JSON. What fails
 * in the end is a `ServiceError`, which `serviceErrorIn` digs out of what the SDK makes of it.
 */
export function serviceFetch(options: ServiceFetchOptions): typeof fetch {
  const { retries, pauseMs = 500 } = options;
  return async (input, init = {}) => {
    for (let tried = 0; ; tried++) {
      const outcome = await attempt(String(input), init, options);
      if (outcome instanceof Response) return outcome;
      const { error, again, waitMs } = outcome;
      if (!again || tried >= retries || (waitMs ?? 0) > longestWaitMs) throw error;
      await delay(waitMs ?? pauseMs * 2 ** tried * (0.75 + Math.random() / 2), undefined, {
        signal: init.signal ?? undefined,
      });
    }
  };
}

interface Failure {
  readonly error: ServiceError;
  readonly again: boolean;
  readonly waitMs?: number;
}

async function attempt(
  url: string,
  init: RequestInit,
  options: ServiceFetchOptions,
): Promise<Response | Failure> {
  const { service, key, header, timeoutMs } = options;
  const { EnvHttpProxyAgent, fetch: send, Headers: UndiciHeaders } = await import('undici');
  agent ??= new EnvHttpProxyAgent();
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  const headers = new UndiciHeaders(init.headers as Record<string, string>);
  headers.set(header, header === 'Api-Key' ? key.reveal() : `Bearer ${key.reveal()}`);
  const request = { ...init, headers, signal, redirect: 'manual', dispatcher: agent };
  const failed = (fault: ServiceFault, what: string, again: boolean): Failure => ({
    error: new ServiceError(`${service} ${what}`, { service, fault }),
    again,
  });
  try {
    const answer = await send(url, request as Parameters<typeof send>[1]);
    const body = await wholeBody(answer.body);
    if (body === null) return failed('malformed', `sent an answer of over ${mostBytes >> 20} MB`, false);
    if (!answer.ok) return refusal(answer.status, answer.headers.get('retry-after'), body, options);
    if (body !== '' && !isJson(body)) {
      return failed('malformed', `answered with something that is no JSON; check its address`, false);
    }
    const empty = body === '' || answer.status === 204;
    const type = { 'content-type': 'application/json' };
    return new Response(empty ? null : body, { status: answer.status, headers: type });
  } catch (thrown) {
    if (init.signal?.aborted) throw init.signal.reason;
    if (timeout.aborted) {
      return failed('cut off', `did not answer within ${timeoutMs / 1000} s`, options.repeatable);
    }
    const cause = (thrown as Error).cause ?? thrown;
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (neverSent.has(code) || messageOf(cause) === 'bad port') {
      return failed(
        'unreachable',
        `cannot be reached (${code || 'a port that is not for HTTP'}); check the network and its address`,
        true,
      );
    }
    const why = code || messageOf(cause);
    return failed('cut off', `broke off the connection before a whole answer (${why})`, options.repeatable);
  }
}

let agent: import('undici').EnvHttpProxyAgent | undefined;

async function wholeBody(body: AsyncIterable<Uint8Array> | null): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.length;
    if (bytes > mostBytes) return null;
    parts.push(part);
  }
  // A service may repeat the key that it was sent, in an error say.
  return redact(Buffer.concat(parts).toString('utf8'));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What an answer other than 2xx means. */
function refusal(
  status: number,
  retryAfter: string | null,
  body: string,
  { service, key }: ServiceFetchOptions,
): Failure {
  const { message, code } = errorIn(body);
  const said = message ? `: ${message}` : '';
  const make = (fault: ServiceFault, text: string, again: boolean): Failure => ({
    error: new ServiceError(text, { service, fault, httpStatus: status, code }),
    again,
    waitMs: retryAfterMs(retryAfter),
  });
  if (status === 401 || status === 403) {
    // What the service says of a key may repeat a part of it.
    return make(
      'refused',
      `${service} refused ${key.name} (HTTP ${status}); check the key in .env and what it may do`,
      false,
    );
  }
  if (status === 429) {
    const spent = code === 'insufficient_quota';
    return make(
      'limited',
      `${service} limits this key (HTTP 429${said}); ${spent ? 'check its plan and credit' : 'wait and run again'}`,
      !spent,
    );
  }
  if (status >= 500 || status === 408) {
    return make('failed', `${service} failed (HTTP ${status}${said}); run again later`, true);
  }
  if (status >= 300 && status < 400) {
    return make(
      'malformed',
      `${service} redirects elsewhere (HTTP ${status}), where the key is not sent; check its address`,
      false,
    );
  }
  return make(
    status === 404 ? 'not found' : 'rejected',
    `${service} rejected the request (HTTP ${status}${said})`,
    false,
  );
}

/** The message of an error answer, in the forms `{error: {message, code}}` and `{message}`, short and printable. */
function errorIn(body: string): { message: string; code?: string } {
  let found: unknown = null;
  try {
    found = JSON.parse(body);
  } catch {}
  const outer = (found ?? {}) as { error?: unknown; message?: unknown; code?: unknown };
  const inner = (typeof outer.error === 'object' && outer.error ? outer.error : outer) as typeof outer;
  const message = typeof inner.message === 'string' ? inner.message : '';
  const plain = message.replace(/\p{C}+/gu, ' ').trim();
  return {
    message: plain.length > 200 ? `${plain.slice(0, 199)}…` : plain,
    code: typeof inner.code === 'string' ? inner.code : undefined,
  };
}

/** Retry-After: seconds or a date. */
function retryAfterMs(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
