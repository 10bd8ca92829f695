/**
 * TensorFlow.js without its advice to install the native build, which is printed at first use, and without its checks
 * for developers.
 */
export async function tensorflow(): Promise<typeof import('@tensorflow/tfjs')> {
  const tf = await import('@tensorflow/tfjs');
  tf.env().set('PROD', true);
  return tf;
}
