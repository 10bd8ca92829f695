import { elementCount, floatTensor, type Tensor } from '../../onnx/index.js';
import type { DropoutMask } from '../layers-to-onnx/network-writer.js';

/**
 * The masks of one step: 0 with probability `rate`, else 1 / (1 − rate). They depend on the seed, the step and the place of
 * the layer only, so that a resumed training drops what it would have dropped. Numbers from mulberry32.
 */
export function dropoutMasks(
  masks: readonly DropoutMask[],
  seed: number,
  step: number,
): Record<string, Tensor> {
  const entries = masks.map(({ name, rate, dims }, place): [string, Tensor] => {
    let state = mixed(mixed(mixed(seed) ^ step) ^ place);
    const kept = 1 / (1 - rate);
    const threshold = rate * 2 ** 32;
    const data = new Float32Array(elementCount(dims));
    for (let i = 0; i < data.length; i++) {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      data[i] = (t ^ (t >>> 14)) >>> 0 < threshold ? 0 : kept;
    }
    return [name, floatTensor(data, dims)];
  });
  return Object.fromEntries(entries);
}

/** The finaliser of MurmurHash3. */
function mixed(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
