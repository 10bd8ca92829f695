export { serviceAddress, serviceKey, setting } from './environment.js';
export { AddressGuard } from './public-address.js';
export { redact, Secret } from './secret.js';
export { ServiceError, type ServiceFault, serviceErrorIn } from './service-error.js';
export { type ServiceFetchOptions, serviceFetch } from './service-fetch.js';
