import { UserError } from '../errors/index.js';

/** A change that no longer fits: someone else changed the registry since it was read. */
export class ConflictError extends UserError {}
