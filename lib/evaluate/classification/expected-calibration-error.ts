import { type CalibrationOptions, calibrationCurve } from './calibration-curve.js';

/**
 * Expected calibration error: |observed − predicted| of each bin of `calibrationCurve`, weighted by its rows. Of the
 * probability of class 1, not of the predicted class. Naeini, Cooper and Hauskrecht, AAAI 2015.
 * @returns in [0, 1]; 0 is calibrated
 * @throws as `calibrationCurve`
 */
export function expectedCalibrationError(
  actual: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: CalibrationOptions = {},
): number {
  const { predicted, observed, counts } = calibrationCurve(actual, probabilities, options);
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    sum += counts[bin] * Math.abs(observed[bin] - predicted[bin]);
  }
  return sum / actual.length;
}
