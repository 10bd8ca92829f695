import { UserError } from '../errors/index.js';

/** A page that cannot be served: no model, a port in use, an address that is not this machine's. */
export class ServeError extends UserError {}
