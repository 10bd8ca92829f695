import type { Figure } from '../../plot/index.js';
import type { Callback, trainingCurves } from '../../train/index.js';
import { livePlot } from '../show/index.js';

/**
 * Draws the curves into the output of the running cell, anew after each epoch. Outside a notebook it does nothing.
 * @example await fit(trainer, data, { epochs: 10, optimizer: adam(), callbacks: [liveCurves({ logs: ['loss', 'auc'] })] });
 */
export function liveCurves(options: Parameters<typeof trainingCurves>[1] = {}): Callback {
  let draw: ((figure: Figure) => Promise<void>) | undefined;
  return {
    name: 'liveCurves',
    async onEpochEnd(_record, { history }) {
      const { trainingCurves } = await import('../../train/index.js');
      draw ??= livePlot();
      await draw(trainingCurves(history, options));
    },
  };
}
