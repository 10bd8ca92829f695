import { UserError } from '../errors/index.js';

/** What a registry, a drift check or a retraining cannot do with what it was given. */
export class MonitorError extends UserError {}

/** A change that no longer fits: someone else changed the registry since it was read. */
export class ConflictError extends MonitorError {}
