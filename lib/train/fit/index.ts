export type { Callback, CallbackState, FitContext } from './callback.js';
export { TrainingInterrupted } from './errors.js';
export { fit } from './fit.js';
export type { FitBatch, FitData, FitOptions } from './fit-options.js';
export { type EpochRecord, epochLine, type History } from './history.js';
export type { Metric } from './meter.js';
