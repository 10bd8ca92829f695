import { type Figure, lineChart } from '../plot/index.js';
import type { History } from './fit/index.js';

/** Which metrics a chart of a training shows. */
export interface TrainingCurvesOptions {
  /** Names of the logs to draw, each with its `val_` where there is one. Default `loss`. */
  readonly logs?: readonly string[];
  /** Set above the chart. */
  readonly title?: string;
}

/**
 * The losses over the epochs, dashed those of validation, and a mark at the
 * epoch with the least validation loss.
 * @example await savePlot(trainingCurves(history), run.path('training_curves.png'))
 */
export function trainingCurves(
  history: Pick<History, 'epochs'>,
  { logs = ['loss'], title = 'Training' }: TrainingCurvesOptions = {},
): Figure {
  const { epochs } = history;
  const x = epochs.map(({ epoch }) => epoch);
  const names = new Set(epochs.flatMap((record) => Object.keys(record.logs)));
  const plain = (name: string) => name.replaceAll('_', ' ');
  const series = logs.flatMap((log) =>
    [log, `val_${log}`]
      .filter((name) => names.has(name))
      .map((name) => ({
        name: name === log ? `${plain(log)}, training` : `${plain(log)}, validation`,
        x,
        y: epochs.map((record) => record.logs[name] ?? Number.NaN),
        dashed: name !== log,
      })),
  );
  const best = names.has('val_loss')
    ? epochs.reduce((least, record) => (record.logs.val_loss < least.logs.val_loss ? record : least))
    : undefined;
  return lineChart({
    series,
    title,
    xTitle: 'epoch',
    yTitle: logs.length === 1 ? plain(logs[0]) : 'value',
    lines: best ? [{ x: best.epoch, label: `best: epoch ${best.epoch}` }] : [],
  });
}
