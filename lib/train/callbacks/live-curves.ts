import { livePlot } from '../../notebook/index.js';
import type { Figure } from '../../plot/index.js';
import type { Callback } from '../fit/callback.js';
import { type TrainingCurvesOptions, trainingCurves } from '../training-curves.js';

/** Draws the curves into the output of the running cell, anew after each epoch. Outside a notebook it does nothing. */
export function liveCurves(options: TrainingCurvesOptions = {}): Callback {
  let draw: ((figure: Figure) => Promise<void>) | undefined;
  return {
    name: 'liveCurves',
    async onEpochEnd(_record, { history }) {
      draw ??= livePlot();
      await draw(trainingCurves(history, options));
    },
  };
}
