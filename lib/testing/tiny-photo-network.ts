import { saveLayersModel } from '../train/index.js';
import { tensorflow } from '../train/tensorflow/index.js';

/** Writes a TensorFlow.js image classifier of 32 × 32 pixels with random weights, for `BACKBONE`. @returns the folder */
export async function writeTinyPhotoNetwork(folder: string): Promise<string> {
  const tf = await tensorflow();
  const kernelInitializer = tf.initializers.heNormal({ seed: 5 });
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        ...{ inputShape: [32, 32, 3], filters: 24, kernelSize: 5, strides: 2, activation: 'relu' },
        kernelInitializer,
      }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ units: 4, activation: 'softmax', kernelInitializer }),
    ],
  });
  await saveLayersModel(model as unknown as Parameters<typeof saveLayersModel>[0], folder);
  model.dispose();
  return folder;
}
