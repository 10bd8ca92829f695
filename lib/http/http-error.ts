import { messageOf } from '../errors/index.js';

/**
 * What became of a request without a whole answer: nobody was reached; nothing came in time; the connection broke; the
 * body is larger than allowed; it was led on too often or to no address.
 */
export type HttpFault = 'unreachable' | 'late' | 'cut off' | 'too large' | 'redirect';

/** A request that got no whole answer. Its message goes after an address or the name of a host. */
export class HttpError extends Error {
  constructor(
    readonly fault: HttpFault,
    message: string,
    /** Code of the system or of undici, such as ECONNREFUSED; '' where there is none. */
    readonly code = '',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether another attempt may do better. */
  get passing(): boolean {
    return this.fault !== 'too large' && this.fault !== 'redirect';
  }
}

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

/** What a failed connection means. One that broke while something was read or written had been there. */
export function connectionError(thrown: unknown): HttpError {
  const { code = '', syscall = '' } = thrown as NodeJS.ErrnoException;
  if (code in unreachable && !['read', 'write'].includes(syscall)) {
    return new HttpError('unreachable', unreachable[code], code, { cause: thrown });
  }
  const late = code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT';
  const message = messageOf(thrown) || code || 'no reason given';
  return new HttpError(late ? 'late' : 'cut off', message, code, { cause: thrown });
}
