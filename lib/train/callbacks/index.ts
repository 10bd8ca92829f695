export { type EarlyStoppingOptions, earlyStopping } from './early-stopping.js';

export { type ModelCheckpointOptions, modelCheckpoint } from './model-checkpoint.js';
export type { MonitorOptions } from './monitor.js';
export { type ReduceLROnPlateauOptions, reduceLROnPlateau } from './reduce-lr-on-plateau.js';
export { trainingLog } from './training-log.js';
