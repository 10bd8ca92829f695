import { UserError } from '../../errors/index.js';

/** A file of posts or tests that cannot be used at all, or numbers that cannot be made of it. */
export class CreativeDataError extends UserError {}
