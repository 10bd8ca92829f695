import { UserError } from '../errors/index.js';

/** A sample that cannot be made: a folder that holds something else, a full disk, an option out of range. */
export class SampleError extends UserError {}
