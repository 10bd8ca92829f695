import { ServiceError } from '../http/index.js';

/** What a service answered in another form than it documents. @param kept what to add, such as where the answer is */
export function malformed(service: string, what: string, kept = ''): ServiceError {
  return new ServiceError(`${service} answered in a form that is not the documented one (${what})${kept}`, {
    service,
    fault: 'malformed',
  });
}
