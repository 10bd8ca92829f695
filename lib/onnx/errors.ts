import { UserError } from '../errors/index.js';

/** A model file that cannot be had, read, verified or run. */
export class ModelError extends UserError {}
