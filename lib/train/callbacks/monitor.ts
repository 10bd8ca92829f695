import { z } from 'zod';
import { UserError } from '../../errors/index.js';
import type { EpochRecord } from '../fit/history.js';

/** Which number of an epoch is watched, and which way is better. */
export interface MonitorOptions {
  /**
   * Name of the number that is watched, one of the epoch's logs. Default `val_loss` where there is validation data,
   * else `loss`.
   */
  readonly monitor?: string;
  /**
   * Whether less or more is better. Default 'max' for names that end in accuracy, auc, f1, precision, recall or r2,
   * else 'min'.
   */
  readonly mode?: 'min' | 'max';
}

export const monitorShape = {
  monitor: z.string().optional(),
  mode: z.enum(['min', 'max']).optional(),
};

/** The best value of a number so far. */
export class BestValue {
  best: number | null = null;
  readonly #callback: string;
  readonly #options: MonitorOptions;
  readonly #minDelta: number;

  constructor(callback: string, options: MonitorOptions, minDelta = 0) {
    this.#callback = callback;
    this.#options = options;
    this.#minDelta = minDelta;
  }

  /** Takes an epoch's value in; true when it is better than the best by more than `minDelta`. */
  improves({ logs }: EpochRecord): boolean {
    const monitor = this.monitored(logs);
    const value = logs[monitor];
    if (value === undefined) {
      throw new UserError(
        `${this.#callback}: there is no ${monitor} to watch; there are ${Object.keys(logs).join(', ')}`,
      );
    }
    const up =
      (this.#options.mode ?? (/(accuracy|auc|f1|precision|recall|r2)$/i.test(monitor) ? 'max' : 'min')) ===
      'max';
    const better =
      !Number.isNaN(value) &&
      (this.best === null || (up ? value - this.#minDelta > this.best : value + this.#minDelta < this.best));
    if (better) this.best = value;
    return better;
  }

  monitored(logs: EpochRecord['logs']): string {
    return this.#options.monitor ?? ('val_loss' in logs ? 'val_loss' : 'loss');
  }
}
