import { UserError } from '../../errors/index.js';
import type { History } from './history.js';

/** Training that was told to stop before its end; what was learnt is in the trainer and the model. */
export class TrainingInterrupted extends UserError {
  /** The epochs that were finished. */
  readonly history: History;

  constructor(message: string, history: History) {
    super(message);
    this.history = history;
  }
}

/** Raised inside an epoch when its signal was aborted, after the running step. */
export class Aborted extends Error {
  constructor(readonly place: string) {
    super('aborted');
  }
}
