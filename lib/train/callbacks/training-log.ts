import path from 'node:path';
import { csvCell } from '../../records/index.js';
import { writeFileAtomic, writeJson } from '../../store/index.js';
import type { Callback, FitContext } from '../fit/callback.js';
import type { EpochRecord } from '../fit/history.js';

/**
 * Keeps `training_log.json` and `training_log.csv` in a folder: a row for each epoch, on the disk when the epoch is
 * over. A resumed training's log has its earlier epochs too.
 */
export function trainingLog(folder: string): Callback {
  const write = async ({ history }: FitContext) => {
    await writeJson(path.join(folder, 'training_log.json'), {
      stopped: history.stopped,
      epochs: history.epochs,
    });
    await writeFileAtomic(path.join(folder, 'training_log.csv'), csv(history.epochs));
  };
  return { name: 'trainingLog', onEpochEnd: (_record, context) => write(context), onTrainEnd: write };
}

function csv(epochs: readonly EpochRecord[]): string {
  const names = [...new Set(epochs.flatMap(({ logs }) => Object.keys(logs)))];
  const rows = epochs.map(({ epoch, seconds, learningRate, logs }) => [
    epoch,
    seconds.toFixed(3),
    learningRate,
    ...names.map((name) => logs[name] ?? ''),
  ]);
  return [['epoch', 'seconds', 'learning_rate', ...names], ...rows]
    .map((row) => `${row.map(csvCell).join(',')}\n`)
    .join('');
}
