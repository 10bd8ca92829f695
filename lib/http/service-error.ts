import { UserError } from '../errors/index.js';
import { redact } from './secret.js';

/**
 * What went wrong with an outside service: no key was given; it refused the key; it limits us (too many requests, no
 * credit left); it cannot be reached or does not answer in time; the connection broke off after the request was sent;
 * it answered with an error; it answered something that is not its documented form; it has no such thing; it found the
 * request wrong.
 */
export type ServiceFault =
  | 'no key'
  | 'refused'
  | 'limited'
  | 'unreachable'
  | 'cut off'
  | 'failed'
  | 'malformed'
  | 'not found'
  | 'rejected';

/** An outside service that did not do what was asked. Its message holds no key. */
export class ServiceError extends UserError {
  readonly service: string;
  readonly fault: ServiceFault;
  /** The answer's status; null where there was no answer. */
  readonly httpStatus: number | null;
  /** The service's own word for the error, such as `insufficient_quota`; null where it gave none. */
  readonly code: string | null;

  constructor(
    message: string,
    about: {
      readonly service: string;
      readonly fault: ServiceFault;
      readonly httpStatus?: number;
      readonly code?: string;
    },
  ) {
    super(redact(message));
    this.service = about.service;
    this.fault = about.fault;
    this.httpStatus = about.httpStatus ?? null;
    this.code = about.code ?? null;
  }
}
