import { messageOf } from '../errors/index.js';
import { HttpError } from './errors.js';

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
