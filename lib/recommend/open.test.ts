import { expect, test } from 'vitest';
import { standardScaler } from '../hybrid/index.js';
import { fromRows } from '../vectors/index.js';
import { queryEncoder } from './index.js';

const scaler = standardScaler(
  fromRows([
    [1, 0],
    [0, 1],
  ]),
  { kind: 'none' },
);

/** Knows 'chair' only. */
const encoder = {
  async *encodeBatches([text]: readonly string[]) {
    const failed = new Map(text === 'chair' ? [] : [[0, 'no known word'] as const]);
    yield { indices: [0], vectors: fromRows([[3, 4]]), failed };
  },
};

test('a query comes out scaled and of length 1; null where no word is known', async () => {
  const encode = queryEncoder(async () => encoder, scaler);
  expect([...(await encode('chair'))!]).toEqual([0.6, 0.8].map(Math.fround));
  expect(await encode('xyzzy')).toBe(null);
});

test('the encoder is loaded once, and after a failure once more', async () => {
  let loads = 0;
  const encode = queryEncoder(async () => {
    if (++loads === 1) throw new Error('no network');
    return encoder;
  }, scaler);
  await expect(encode('chair')).rejects.toThrow('no network');
  await encode('chair');
  await encode('chair');
  expect(loads).toBe(2);
});
