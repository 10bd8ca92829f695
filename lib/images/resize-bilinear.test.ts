import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeRgb } from './decode-rgb.js';
import { ImageError } from './errors.js';
import { resizeBilinear } from './resize-bilinear.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('resizeBilinear', () => {
  test('by hand: two pixels to four', () => {
    const two = { height: 1, width: 2, data: Uint8Array.of(0, 10, 20, 100, 110, 120) };
    expect(Array.from(resizeBilinear(two, 1, 4))).toEqual([
      0, 10, 20, 50, 60, 70, 100, 110, 120, 100, 110, 120,
    ]);
  });

  test('the numbers of TensorFlow.js, up and down', () => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(side, side, side, side, fc.infiniteStream(fc.nat(255)), (h, w, toH, toW, stream) => {
        const data = Uint8Array.from({ length: h * w * 3 }, () => stream.next().value);
        const expected = tf.tidy(() =>
          tf.image
            .resizeBilinear(tf.tensor3d(Int32Array.from(data), [h, w, 3], 'int32'), [toH, toW])
            .dataSync(),
        );
        const got = resizeBilinear({ height: h, width: w, data }, toH, toW);
        let furthest = 0;
        for (let i = 0; i < got.length; i++) furthest = Math.max(furthest, Math.abs(got[i] - expected[i]));
        expect(got).toHaveLength(expected.length);
        expect(furthest).toBeLessThan(2e-3);
      }),
      { numRuns: 60 },
    );
  });

  test('refusals', () => {
    const pixel = { height: 1, width: 1, data: Uint8Array.of(1, 2, 3) };
    expect(() => resizeBilinear(pixel, 0, 4)).toThrow('cannot be resized to 0 pixels');
    expect(() => resizeBilinear({ ...pixel, width: 2 }, 1, 1)).toThrow('has 6 numbers, got 3');
  });
});

describe('decodeRgb', () => {
  const rgba = (...values: number[]) =>
    sharp(Uint8Array.from(values), { raw: { width: 2, height: 1, channels: 4 } });

  test('transparency lies on white', async () => {
    const png = await rgba(255, 0, 0, 255, 0, 0, 255, 51).png().toBuffer();
    expect(Array.from((await decodeRgb(png)).data)).toEqual([255, 0, 0, 204, 204, 255]);
  });

  test('grey, CMYK, 16 bits and 1 × 1 are RGB', async () => {
    const make = () => sharp({ create: { width: 1, height: 1, channels: 3, background: '#808080' } });
    const files = [
      await make().toColourspace('b-w').png().toBuffer(),
      await make().toColourspace('rgb16').png().toBuffer(),
      await make().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
    ];
    for (const file of files) {
      const { height, width, data } = await decodeRgb(file);
      expect([height, width, data.length]).toEqual([1, 1, 3]);
      // CMYK's profile has no grey of exactly 128.
      for (const value of data) expect(Math.abs(value - 128)).toBeLessThan(16);
    }
  });

  test('EXIF turns the picture', async () => {
    const jpeg = await sharp({ create: { width: 4, height: 2, channels: 3, background: '#fff' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await decodeRgb(jpeg)).toMatchObject({ width: 2, height: 4 });
  });

  test('what is no picture, or half of one, is named', async () => {
    await expect(decodeRgb(new TextEncoder().encode('no picture'))).rejects.toThrow(ImageError);
    await expect(decodeRgb('missing.png')).rejects.toThrow('missing.png cannot be read as a picture');
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
    const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#fff', noise } })
      .png()
      .toBuffer();
    await expect(decodeRgb(png.subarray(0, png.length >> 1))).rejects.toThrow(ImageError);
  });
});
