import { UserError } from '../errors/index.js';

/** A file of records that cannot be used: missing, empty, without the columns needed, wrongly encoded … */
export class RecordsError extends UserError {}
