import { UserError } from '../errors/index.js';

/** Judgments, runs or metrics that cannot be evaluated: a bad line of a file, an unknown metric, nothing judged. */
export class EvaluateError extends UserError {}

/** A metric that these rows leave undefined, such as the AUC of rows of one class. */
export class UndefinedMetricError extends EvaluateError {}
