/** One finished epoch. */
export interface EpochRecord {
  /** 1 for the first. */
  readonly epoch: number;
  /** Time of training and validation. */
  readonly seconds: number;
  /** Learning rate of the epoch's last step. */
  readonly learningRate: number;
  /**
   * `loss`, `<name>_loss` for each part, each metric by its name, and the same with `val_` before it where there is
   * validation data.
   */
  readonly logs: Readonly<Record<string, number>>;
}

/** What a training went through. */
export interface History {
  readonly epochs: readonly EpochRecord[];
  /** Why it ended before its last epoch, in words; null where it did not. */
  readonly stopped: string | null;
  /** Epochs that were read from a checkpoint; 0 for a training that began anew. */
  readonly resumedAfter: number;
}

/** What an epoch came to, in one line: `loss 0.1234, val_loss 0.1456 in 12.3 s`. */
export function epochLine({ logs, seconds }: EpochRecord): string {
  const numbers = Object.entries(logs).map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`);
  return `${numbers.join(', ')} in ${seconds.toFixed(1)} s`;
}
