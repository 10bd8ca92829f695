export type { StepResult, TrainBatch, Trainer } from './trainer-types.js';
