export type { HttpAnswer } from './answer.js';
export { HttpClient } from './client.js';
export { isPrivateChannel, serviceAddress, serviceKey, serviceKeyPair, setting } from './environment.js';
export { HostHealth } from './host-health.js';
export { HttpError } from './http-error.js';
export { isLoopback } from './loopback.js';
export { AddressGuard } from './public-address.js';
export { Passing, retryAfterMs, retrying } from './retry.js';
export { sdkCall } from './sdk-call.js';

export { type Dialect, type ServiceAnswer, ServiceClient } from './service-client.js';
export { ServiceError } from './service-error.js';
export { serviceFetch } from './service-fetch.js';
export { shownAddress, withoutPasswords } from './shown-address.js';
