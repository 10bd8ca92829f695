export { serviceAddress, serviceKey, setting } from './environment.js';
export { redact, Secret } from './secret.js';
export { ServiceError, type ServiceFault, serviceErrorIn } from './service-error.js';
export { type ServiceFetchOptions, serviceFetch } from './service-fetch.js';
