import { UserError } from '../errors/index.js';

/** A search that cannot be answered as asked: an index file that does not fit, a filter value that nobody has, a missing engine. */
export class SearchError extends UserError {}
