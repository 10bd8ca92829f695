import { UserError } from '../errors/index.js';

/** Ads that cannot be made or read: a folder in the way, labels without a column, too few of them, one class only. */
export class AdsError extends UserError {}
