/* global tf */
import { resize } from './resize.js';

/** Loads model and backend, and runs the model once, so that the first picture does not wait for its compilation. */
export async function loadScorer() {
  const backend = await chooseBackend();
  const [model, about] = await Promise.all([
    tf.loadLayersModel('model/model.json'),
    fetch('about.json').then((answer) => answer.json()),
  ]);
  const [, height, width] = model.inputs[0].shape;
  const scorer = {
    backend,
    height,
    width,
    threshold: about.threshold,
    /** Whose probabilities of being broken follow score and compliance. */
    rules: about.rules,
    /** In the registry; null for a model that is not in it. */
    version: about.version,
    /** Raw RGB in 0…255, [1, h, w, 3]; the caller disposes of it. */
    resize: (canvas) => {
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return tf.tensor4d(resize(pixels, height, width, about.resize), [1, height, width, 3]);
    },
    /** [score in 0…100, probability, and of each rule that it is broken] a picture, one after the other. */
    predict: async (pictures) => {
      const output = model.predict(pictures);
      const values = await output.data();
      output.dispose();
      return values;
    },
  };
  const blank = document.createElement('canvas');
  [blank.width, blank.height] = [width * 2, height * 2];
  blank.getContext('2d').fillRect(0, 0, width, height);
  const input = scorer.resize(blank);
  await scorer.predict(input);
  input.dispose();
  return scorer;
}

/**
 * WebGL on a real graphics chip with 32-bit floats. One that the processor imitates, or that rounds to 16 bits, is
 * slower or less exact than WebAssembly; where that cannot be had either, plain JavaScript computes.
 */
async function chooseBackend() {
  if (
    hasGraphicsChip() &&
    (await tf.setBackend('webgl')) &&
    tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')
  ) {
    return 'WebGL';
  }
  let reason = 'this browser does not run it';
  try {
    await addScript('tfjs/tf-backend-wasm.min.js');
    tf.wasm.setWasmPaths(new URL('tfjs/', location.href).href);
    if (await tf.setBackend('wasm')) return 'WebAssembly';
  } catch (error) {
    reason = error.message;
  }
  await tf.setBackend('cpu');
  return `plain JavaScript, which is slow (WebAssembly: ${reason})`;
}

function hasGraphicsChip() {
  const context = document.createElement('canvas').getContext('webgl2');
  if (!context) return false;
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const name = String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|software|basic render/i.test(name);
}

function addScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => reject(new Error(`${src} did not load`)));
    script.src = src;
    document.head.append(script);
  });
}
