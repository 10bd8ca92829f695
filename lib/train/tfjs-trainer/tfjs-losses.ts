import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { CheckedLoss } from '../onnx-trainer/losses.js';
import type { TensorFlow } from './load-tensorflow.js';

const epsilon = 1e-7;

/** A loss of `createTrainer`, by the same formula in TensorFlow.js. */
export function lossInTfjs(tf: TensorFlow, loss: CheckedLoss): (y: Tensor, outputs: Tensor) => Scalar {
  const column = (outputs: Tensor) =>
    'column' in loss && loss.column !== undefined
      ? tf.slice2d(outputs as Tensor2D, [0, loss.column], [-1, 1])
      : outputs;
  const clipped = (p: Tensor) => p.clipByValue(epsilon, 1 - epsilon);
  return (target, outputs) => {
    const p = column(outputs);
    const y = target.reshape(p.shape);
    switch (loss.kind) {
      case 'meanSquaredError':
        return p.sub(y).square().mean();
      case 'huber':
        return tf.losses.huberLoss(y.mul(loss.scale), p.mul(loss.scale), undefined, loss.delta).asScalar();
      case 'binaryCrossentropy': {
        if (loss.fromLogits) return tf.losses.sigmoidCrossEntropy(y, p).asScalar();
        const q = clipped(p);
        const no = tf.sub(1, y).mul(tf.sub(1, q).log());
        return y.mul(q.log()).add(no).neg().mean();
      }
      case 'categoricalCrossentropy':
        return y
          .mul(clipped(p.div(p.sum(-1, true))).log())
          .sum(-1)
          .neg()
          .mean();
    }
  };
}
