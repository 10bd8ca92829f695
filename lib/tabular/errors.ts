import { UserError } from '../errors/index.js';

/** A table, model or option that cannot be used: no rows, NaN in the target, other features, a damaged model file. */
export class TabularError extends UserError {}
