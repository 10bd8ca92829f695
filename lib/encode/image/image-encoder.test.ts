import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp, { type Color, type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { labelledPhotos, nearestNeighborAccuracy } from '../../bench/photo-features.js';
import { floatTensor, GraphBuilder, ModelError } from '../../onnx/index.js';
import { drawProductPhotos } from '../../samples/index.js';
import { createRandom, row } from '../../vectors/index.js';
import { loadImageEncoder } from './index.js';
import { decodePhoto, imageTensor } from './pixels.js';
import { type Preprocessing, preprocessingOf } from './preprocessing.js';

let root: string;
const file = (name: string) => path.join(root, name);
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'image-'));
  vi.stubEnv('VITRINE_ROOT', root);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const plain: Preprocessing = {
  shortestSide: null,
  width: 2,
  height: 2,
  kernel: 'nearest',
  scale: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  layout: 'NCHW',
};

/** A classifier whose features are the mean of each colour channel; 8 × 8 pixels. */
async function meanColorModel(name: string, dims: (number | string)[] = ['n', 3, 8, 8]): Promise<string> {
  const g = new GraphBuilder();
  const identity = g.constant(floatTensor(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), [3, 3, 1, 1]));
  const pooled = g.op('GlobalAveragePool', [g.op('Conv', [g.input('pixel_values', dims), identity])]);
  const classes = g.constant(floatTensor(new Float32Array(6), [3, 2]));
  g.output(g.op('Gemm', [g.op('Flatten', [pooled]), classes]), 'logits');
  await writeFile(file(name), g.build());
  return file(name);
}

function solid(color: Color, size = 16): Sharp {
  return sharp({ create: { width: size, height: size, channels: 4, background: color } });
}

describe('preprocessingOf', () => {
  const input = { name: 'x', dims: ['n', 3, 224, 224] };
  const of = async (config: object, dims: (number | string)[] = ['n', 3, 'h', 'w']) => {
    await writeFile(file('preprocessor_config.json'), JSON.stringify(config));
    return preprocessingOf({ name: 'x', dims }, file('preprocessor_config.json'));
  };

  it('is ImageNet’s where nothing is said, at the size of the graph', async () => {
    expect(await preprocessingOf(input, undefined)).toMatchObject({
      shortestSide: 256,
      width: 224,
      height: 224,
    });
    const large = await preprocessingOf({ name: 'x', dims: ['n', 240, 240, 3] }, undefined);
    expect(large).toMatchObject({ shortestSide: 274, width: 240, layout: 'NHWC' });
  });

  it('follows preprocessor_config.json', async () => {
    const resnet = {
      crop_pct: 0.875,
      size: { shortest_edge: 224 },
      resample: 3,
      image_mean: [0.5, 0.5, 0.5],
    };
    expect(await of(resnet)).toMatchObject({
      shortestSide: 256,
      width: 224,
      kernel: 'cubic',
      mean: [0.5, 0.5, 0.5],
    });
    const mobile = {
      size: { shortest_edge: 256 },
      crop_size: { height: 224, width: 224 },
      do_center_crop: true,
    };
    expect(await of(mobile)).toMatchObject({ shortestSide: 256, width: 224, height: 224, kernel: 'linear' });
    const stretched = { size: { height: 300, width: 300 }, do_center_crop: false, do_normalize: false };
    expect(await of(stretched)).toMatchObject({
      shortestSide: null,
      width: 300,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    });
    await expect(of({ size: 'large' })).rejects.toThrow('preprocessor_config.json cannot be read');
  });

  it('refuses a model that takes no images', async () => {
    await expect(preprocessingOf({ name: 'x', dims: ['n', 1, 28, 28] }, undefined)).rejects.toThrow(
      'no batch of RGB',
    );
    await expect(preprocessingOf({ name: 'ids', dims: ['n', 't'] }, undefined)).rejects.toThrow(ModelError);
  });
});

describe('imageTensor', () => {
  it('puts channels first or last, scaled and normalised', () => {
    const photo = Uint8Array.of(0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32);
    const first = imageTensor([photo], { ...plain, mean: [0, 1, 2], std: [1, 10, 1] }, 2);
    expect([...first.data]).toEqual([0, 10, 20, 30, 0, 1, 2, 3, 0, 10, 20, 30, ...new Array(12).fill(0)]);
    expect(first.dims).toEqual([2, 3, 2, 2]);
    expect([...imageTensor([photo], { ...plain, layout: 'NHWC' }).data]).toEqual([...photo]);
  });
});

describe('decodePhoto', () => {
  it('gives RGB for transparency, grey, CMYK and 16 bits', async () => {
    await solid({ r: 0, g: 0, b: 0, alpha: 0 }).png().toFile(file('clear.png'));
    await solid('#808080').toColourspace('b-w').png().toFile(file('grey.png'));
    await solid('#ff0000').toColourspace('cmyk').jpeg().toFile(file('cmyk.jpg'));
    await solid('#00ff00').toColourspace('rgb16').png().toFile(file('deep.png'));
    const pixel = async (name: string) => [...(await decodePhoto(file(name), plain)).slice(0, 3)];
    expect(await pixel('clear.png')).toEqual([255, 255, 255]);
    expect(await pixel('grey.png')).toEqual([128, 128, 128]);
    expect(await pixel('deep.png')).toEqual([0, 255, 0]);
    const [r, g, b] = await pixel('cmyk.jpg');
    expect(r - Math.max(g, b)).toBeGreaterThan(150);
  });

  it('turns a photo as its EXIF says, and takes the centre', async () => {
    // Left half black, right half white; orientation 6 shows it turned clockwise: black on top.
    const half = await solid('#000', 8)
      .extend({ right: 8, background: '#fff' })
      .toBuffer({ resolveWithObject: true });
    const raw = { width: 16, height: 8, channels: 4 as const };
    const turned = sharp(half.data, { raw }).withMetadata({ orientation: 6 }).png();
    await turned.toFile(file('turned.png'));
    expect([...(await decodePhoto(file('turned.png'), plain))]).toEqual([
      ...new Array(6).fill(0),
      ...new Array(6).fill(255),
    ]);
    const centre = { ...plain, shortestSide: 4 };
    await solid('#000', 8)
      .composite([{ input: await solid('#fff', 4).png().toBuffer() }])
      .png()
      .toFile(file('framed.png'));
    expect((await decodePhoto(file('framed.png'), centre))[0]).toBe(255);
  });
});

describe('loadImageEncoder', () => {
  it('encodes photos in order, whatever the batch, and reports those it cannot decode', async () => {
    const model = await meanColorModel('mean.onnx');
    await writeFile(
      file('preprocessor_config.json'),
      JSON.stringify({ size: 8, do_normalize: false, crop_pct: 1 }),
    );
    await solid('#ff0000').png().toFile(file('red.png'));
    await solid('#0000ff').png().toFile(file('named.jpg'));
    const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251));
    const whole = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg({ quality: 95 })
      .toBuffer();
    await writeFile(file('cut.jpg'), whole.subarray(0, whole.length / 2));
    await writeFile(file('text.jpg'), 'this is no photo');
    await writeFile(file('huge.png'), pngHeader(60_000, 60_000));
    const paths = ['red.png', 'cut.jpg', 'named.jpg', 'text.jpg', 'nowhere.jpg', 'huge.png'].map(file);

    const encoder = await loadImageEncoder(model, { device: 'cpu' });
    expect(encoder).toMatchObject({ dim: 3, fallback: false, name: 'mean.onnx' });
    for (const batchSize of [1, 2, 16]) {
      const vectors = new Map<number, number[]>();
      const failed = new Map<number, string>();
      for await (const batch of encoder.encodeBatches(paths, { batchSize })) {
        for (const [j, index] of batch.indices.entries()) vectors.set(index, [...row(batch.vectors, j)]);
        for (const [index, reason] of batch.failed ?? []) failed.set(index, reason);
      }
      expect([...vectors.keys()]).toEqual([0, 1, 2, 3, 4, 5]);
      expect(vectors.get(0)).toEqual([1, 0, 0].map((v) => expect.closeTo(v, 5)));
      expect(vectors.get(2)).toEqual([0, 0, 1].map((v) => expect.closeTo(v, 5)));
      expect([...failed.keys()].sort()).toEqual([1, 3, 4, 5]);
      expect(vectors.get(1)).toEqual([0, 0, 0]);
      expect(failed.get(5)).toMatch(/pixel limit/);
    }
    await encoder.close();
  });

  it('fills the batch of a model with a fixed number of rows', async () => {
    await rm(file('preprocessor_config.json'), { force: true });
    const encoder = await loadImageEncoder(await meanColorModel('fixed.onnx', [2, 3, 8, 8]), {
      device: 'cpu',
    });
    await solid('#fff').png().toFile(file('white.png'));
    const rows: number[] = [];
    await expect(encoder.encodeBatches([], { batchSize: 0 })[Symbol.asyncIterator]().next()).rejects.toThrow(
      'at least 1, got 0',
    );
    for await (const { vectors } of encoder.encodeBatches(new Array(3).fill(file('white.png')))) {
      for (let i = 0; i < vectors.rows; i++) rows.push(row(vectors, i)[0]);
    }
    expect(rows).toEqual(new Array(3).fill(expect.closeTo((1 - 0.485) / 0.229, 4)));
    await encoder.close();
  });

  it('changes its id with the model and the preprocessing', async () => {
    const model = await meanColorModel('id.onnx');
    const first = await loadImageEncoder(model, { device: 'cpu' });
    await writeFile(file('preprocessor_config.json'), JSON.stringify({ size: 8, resample: 3 }));
    const second = await loadImageEncoder(model, { device: 'cpu' });
    expect(second.id).not.toBe(first.id);
    await rm(file('preprocessor_config.json'));
    await first.close();
    await second.close();
  });

  it('tells drawn products apart, even by a network of random weights', async () => {
    const photos = file('products');
    await drawProductPhotos(photos, { products: 12, each: 12 });
    const all = labelledPhotos(photos);
    const isReference = (_: unknown, i: number) => i % 12 < 8;
    const queries = all.filter((photo, i) => !isReference(photo, i));
    const encoder = await loadImageEncoder(await randomModel('random.onnx'), { device: 'cpu' });
    expect(encoder.dim).toBe(48);
    // Chance is 0.08.
    expect(await nearestNeighborAccuracy(encoder, all.filter(isReference), queries)).toBeGreaterThan(0.5);
    await encoder.close();
  });
});

/** A classifier of two convolutions with random weights; 32 × 32 pixels, 48 features. */
async function randomModel(name: string): Promise<string> {
  const g = new GraphBuilder();
  const random = createRandom(1);
  const weights = (...dims: number[]) => {
    const inputs = dims.slice(1).reduce((product, size) => product * size);
    const numbers = Float32Array.from(
      { length: dims[0] * inputs },
      () => random.normal() / Math.sqrt(inputs),
    );
    return g.constant(floatTensor(numbers, dims));
  };
  const convolution = (x: string, kernel: string) =>
    g.op('Relu', [g.op('Conv', [x, kernel], { strides: [2, 2] })]);
  const first = convolution(g.input('pixel_values', ['n', 3, 32, 32]), weights(24, 3, 5, 5));
  const pooled = g.op('GlobalAveragePool', [convolution(first, weights(48, 24, 3, 3))]);
  g.output(g.op('Gemm', [g.op('Flatten', [pooled]), weights(48, 10)]), 'logits');
  await writeFile(file(name), g.build());
  return file(name);
}

/** A PNG that says it is enormous and holds next to nothing. */
function pngHeader(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    let crc = 0xffffffff;
    for (const byte of body) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
