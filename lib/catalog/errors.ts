import { UserError } from '../errors/index.js';

/** A catalogue file that cannot be used: missing, empty, without the columns needed, wrongly encoded … */
export class CatalogError extends UserError {}
