import { UserError } from '../errors/index.js';
import { redact } from './secret.js';

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

/** A failure that may pass. `retrying` tries again after it, and throws `failure` where that does not help. */
export class Passing extends Error {
  constructor(
    readonly failure: Error,
    /** How long the other side asked to wait, in ms. */
    readonly waitMs = 0,
  ) {
    super(failure.message, { cause: failure });
  }
}

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
