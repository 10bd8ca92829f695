import type { HttpAnswer } from './answer.js';
import { Passing, ServiceError, type ServiceFault } from './errors.js';
import { retryAfterMs } from './retry.js';
import type { ServiceOptions } from './service-client.js';

/** What an answer other than 2xx means: a `ServiceError`, within a `Passing` where another attempt may do better. */
export function refusal(
  answer: HttpAnswer,
  body: unknown,
  { service, key, faultOf, whenLimited = 'wait and run again' }: ServiceOptions,
): ServiceError | Passing {
  const { status } = answer;
  const { message, code } = errorIn(body);
  const asked = retryAfterMs(answer.header('retry-after'));
  const said = `(HTTP ${status}${message && `: ${message}`})`;
  const fault = faultOf?.(status, body) ?? faultOfStatus(status);
  const error = (what: string) =>
    new ServiceError(`${service} ${what}`, { service, fault, httpStatus: status, code });
  switch (fault) {
    case 'refused':
      // What the service says of a key may repeat a part of it.
      return error(
        `refused ${key.name} (HTTP ${status}); check the key in .env, whether it has expired and what it may do`,
      );
    case 'limited':
      if (code === 'insufficient_quota') {
        return error(`limits this key ${said}; check its plan and credit`);
      }
      return new Passing(error(`limits this key ${said}; ${whenLimited}`), asked ?? untilResetMs(answer));
    case 'failed':
      return new Passing(error(`failed ${said}; run again later`), asked);
    case 'malformed':
      return error(`redirects elsewhere (HTTP ${status}), where the key is not sent; check its address`);
    default:
      return error(`rejected the request ${said}`);
  }
}

/** How long until the limit that X-RateLimit-Reset tells of begins anew; 0 where it is past or not told. */
export function untilResetMs(answer: HttpAnswer): number {
  const reset = Number(answer.header('x-ratelimit-reset')) * 1000;
  return Math.max(0, reset - Date.now() || 0);
}

function faultOfStatus(status: number): ServiceFault {
  if (status === 401 || status === 403) return 'refused';
  if (status === 429) return 'limited';
  if (status >= 500 || status === 408) return 'failed';
  if (status < 400) return 'malformed';
  return status === 404 ? 'not found' : 'rejected';
}

interface Told {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly error?: unknown;
  readonly errors?: unknown;
  readonly extensions?: { readonly code?: unknown };
}

/**
 * The message of an error answer, short and printable, in the forms `{error: {message, code}}`, `{message}`,
 * `{errors: [{message, extensions: {code}}]}` of GraphQL, and `{errors: 'message'}`.
 */
function errorIn(body: unknown): { message: string; code?: string } {
  const outer = (body ?? {}) as Told;
  const first = Array.isArray(outer.errors) ? outer.errors[0] : outer.errors;
  const nested = typeof first === 'string' ? { message: first } : (outer.error ?? first);
  const inner = (typeof nested === 'object' && nested ? nested : outer) as Told;
  const message = typeof inner.message === 'string' ? inner.message : '';
  const plain = message.replace(/\p{C}+/gu, ' ').trim();
  return {
    message: plain.length > 200 ? `${plain.slice(0, 199)}…` : plain,
    code: [inner.code, inner.extensions?.code].find((code) => typeof code === 'string'),
  };
}
