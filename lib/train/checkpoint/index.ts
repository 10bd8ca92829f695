export { type CheckpointOptions, openCheckpoints } from './checkpoints.js';
export type { TrainingState } from './training-state.js';
