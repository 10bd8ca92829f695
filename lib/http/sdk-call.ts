import { UserError } from '../errors/index.js';
import { ServiceError } from './errors.js';

/**
 * A call of an SDK that fetches by `serviceFetch`; what it throws becomes a `ServiceError`.
 * @throws {ServiceError} for all that went wrong with the service, 'malformed' for what only the SDK complains of.
 * @throws {unknown} the signal's reason once it is aborted.
 */
export async function sdkCall<T>(service: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (thrown) {
    for (let e = thrown, depth = 0; e instanceof Error && depth < 8; e = e.cause, depth++) {
      if (e instanceof UserError) throw e;
    }
    signal?.throwIfAborted();
    throw new ServiceError(`${service}'s answer is not in its documented form (${(thrown as Error).name})`, {
      service,
      fault: 'malformed',
    });
  }
}
