import { UserError } from '../../errors/index.js';

/** A figure that cannot be drawn: an unknown kind of trace, or an attribute of the wrong shape. */
export class PlotError extends UserError {}
