import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { floatTensor, GraphBuilder } from '../../onnx/index.js';
import { writeTinyTextModel } from '../../testing/tiny-text-model.js';
import { createRandom, fromRows, matrix } from '../../vectors/index.js';
import { embed, resolveImageEncoder, resolveTextEncoder } from '../index.js';
import { rankingChange } from './index.js';
import { qualityOf } from './quality.js';
import { quantizedCache } from './quantized-files.js';
import { sampleItems } from './sample-items.js';

const words = ['black', 'leather', 'chair', 'oak', 'table', 'lamp'];
const texts = Array.from({ length: 60 }, (_, i) =>
  [words[i % 6], words[(i * 5 + 1) % 6], words[i % 4], `${i}`].slice(0, 2 + (i % 3)).join(' '),
);

let root: string;
let photos: string[];
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'quantized-'));
  vi.stubEnv('VITRINE_ROOT', root);
  await writeTinyTextModel(path.join(root, 'tiny'));
  await writeFile(path.join(root, 'net.onnx'), network());
  await mkdir(path.join(root, 'photos'));
  const random = createRandom(3);
  photos = Array.from({ length: 40 }, (_, i) => path.join(root, 'photos', `${i}.png`));
  for (const photo of photos) {
    const raw = Buffer.from(Array.from({ length: 12 * 12 * 3 }, () => random.int(256)));
    await sharp(raw, { raw: { width: 12, height: 12, channels: 3 } })
      .png()
      .toFile(photo);
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

/** Two convolutions, a pool and a classifier over 8 × 8 pixels. */
function network(): Uint8Array {
  const g = new GraphBuilder();
  const random = createRandom(9);
  const weights = (...dims: number[]) => {
    const count = dims.reduce((a, b) => a * b, 1);
    return g.constant(
      floatTensor(
        Float32Array.from({ length: count }, () => 0.3 * random.normal()),
        dims,
      ),
    );
  };
  const first = g.op('Relu', [
    g.op('Conv', [g.input('x', ['n', 3, 8, 8]), weights(16, 3, 3, 3), weights(16)]),
  ]);
  const second = g.op('Relu', [g.op('Conv', [first, weights(16, 16, 3, 3), weights(16)])]);
  const flat = g.op('Flatten', [g.op('GlobalAveragePool', [second])]);
  g.output(g.op('Gemm', [flat, weights(16, 4), weights(4)]), 'classes');
  return g.build();
}

const cached = async () => (await readdir(quantizedCache())).filter((name) => name.endsWith('.onnx'));
const text = { model: 'tiny', device: 'cpu' } as const;
const image = { model: 'net.onnx', device: 'cpu' } as const;

describe('qualityOf', () => {
  it('gives the mean and the 5th percentile of the cosines, without zero rows', () => {
    const a = matrix(3, 2, Float32Array.of(1, 0, 0, 2, 0, 0));
    const b = matrix(3, 2, Float32Array.of(5, 0, 3, 4, 1, 1));
    const { meanCosine, p5Cosine, items } = qualityOf(a, b);
    expect(items).toBe(2);
    expect(meanCosine).toBeCloseTo(0.9, 6);
    expect(p5Cosine).toBeCloseTo(0.81, 6);
  });

  it('refuses other shapes and nothing to compare', () => {
    expect(() => qualityOf(matrix(2, 2), matrix(2, 3))).toThrow('fp32 vectors are 2 × 2, int8 vectors 2 × 3');
    expect(() => qualityOf(matrix(2, 2), matrix(2, 2))).toThrow('none of 2 items');
  });
});

describe('rankingChange', () => {
  const at = (...degrees: (number | null)[]) =>
    fromRows(
      degrees.map((d) =>
        d === null ? [0, 0] : [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)],
      ),
    );
  const items = ['a', 'b', 'c', 'd'];

  it('is the change in nDCG@10 by judgments of the compared items', () => {
    // By fp32 b is nearest to a, by int8 c is; b alone is judged relevant: rank 1 becomes rank 2.
    const judgments = new Map([
      [
        'a',
        new Map([
          ['a', 3],
          ['b', 1],
          ['elsewhere', 3],
        ]),
      ],
      ['elsewhere', new Map([['a', 1]])],
    ]);
    const found = rankingChange(at(0, 10, 20, 90), at(0, 25, 20, 90), items, judgments);
    expect(found).toMatchObject({ fp32: 1, queries: 1, relevance: 'judgments' });
    expect(found?.int8).toBeCloseTo(1 / Math.log2(3), 12);
    expect(found?.change).toBeCloseTo(1 / Math.log2(3) - 1, 12);
  });

  it('is the agreement with the neighbours of fp32 where nobody judged them; zero rows take no part', () => {
    const fp32 = at(0, 10, 30, null);
    expect(rankingChange(fp32, fp32, items)).toEqual({
      fp32: 1,
      int8: 1,
      change: 0,
      queries: 3,
      relevance: 'fp32 neighbours',
    });
    // a now finds c before b, gains 9, 10 instead of 10, 9; so does b with c before a; c finds both as before.
    const swapped = (9 + 10 / Math.log2(3)) / (10 + 9 / Math.log2(3));
    expect(
      rankingChange(fp32, at(0, 35, 20, 45), items, new Map([['d', new Map([['a', 1]])]]))?.int8,
    ).toBeCloseTo((2 * swapped + 1) / 3, 12);
    expect(rankingChange(at(0, null, null, 5), fp32, items)).toBeNull();
  });
});

describe('sampleItems', () => {
  it('takes the same items in whatever order they come, once each', async () => {
    const some = await sampleItems('text', [...texts, ...texts], 10);
    expect(some).toHaveLength(10);
    expect(await sampleItems('text', texts.toReversed(), 10)).toEqual(some);
    const [last] = (await sampleItems('text', texts, 26)).slice(-1);
    expect((await sampleItems('text', texts, 10, new Set([last.item]))).slice(0, 2)).toEqual([last, some[0]]);
    expect(await sampleItems('image', [path.join(root, 'nowhere.png'), photos[0]], 10)).toHaveLength(1);
  });
});

describe('resolveTextEncoder in int8', () => {
  it('is close to fp32, reports how close, and is made once', async () => {
    const fp32 = await resolveTextEncoder(text);
    const int8 = await resolveTextEncoder({ ...text, dtype: 'int8', sample: texts });
    expect(fp32.quantization).toBeNull();
    expect(int8.quantization).toMatchObject({ kept: 'int8', reason: null, calibratedOn: 0 });
    expect(int8.quantization?.meanCosine).toBeGreaterThan(0.99);
    expect(int8.quantization?.p5Cosine).toBeGreaterThan(0.99);
    expect(int8.quantization?.ranking).toMatchObject({ fp32: 1, queries: 26, relevance: 'fp32 neighbours' });
    expect(int8.quantization?.ranking?.int8).toBeGreaterThan(0.95);
    expect(int8.quantization?.int8Bytes).toBeLessThan(int8.quantization?.fp32Bytes as number);
    expect(int8.encoder.id).not.toBe(fp32.encoder.id);
    expect(int8.details).toMatch(
      /^tiny, int8, .*quantised here, mean cosine \d\.\d{4} with fp32, nDCG@10 1\.0000 → /,
    );
    const whole = await embed(texts, int8.encoder);
    expect((await embed(texts, int8.encoder, { batchSize: 1 })).vectors).toEqual(whole.vectors);
    expect(qualityOf((await embed(texts, fp32.encoder)).vectors, whole.vectors).meanCosine).toBeGreaterThan(
      0.99,
    );

    const again = await resolveTextEncoder({ ...text, dtype: 'int8!' });
    expect(again.encoder.id).toBe(int8.encoder.id);
    expect(again.quantization).toMatchObject({ kept: 'int8', meanCosine: null, items: 0 });
    expect(await cached()).toHaveLength(1);

    const judgments = new Map([[texts[0], new Map([[texts[1], 2]])]]);
    const judged = await resolveTextEncoder({ ...text, dtype: 'int8', sample: texts, judgments });
    const distinct = [...new Set(texts)];
    const [before, after] = await Promise.all(
      [fp32, int8].map(async ({ encoder }) => (await embed(distinct, encoder)).vectors),
    );
    expect(judged.quantization?.ranking).toEqual(rankingChange(before, after, distinct, judgments));
    expect(judged.quantization?.ranking).toMatchObject({ queries: 1, relevance: 'judgments' });
    await judged.encoder.close();

    await appendFile(int8.quantization?.file as string, 'damaged');
    const remade = await resolveTextEncoder({ ...text, dtype: 'int8', sample: texts });
    expect(remade.quantization).toEqual(int8.quantization);
    await Promise.all([fp32, int8, again, remade].map(({ encoder }) => encoder.close()));
  });

  it('keeps fp32 where nothing can be quantised, unless int8 is insisted on', async () => {
    const folder = await writeTinyTextModel(path.join(root, 'plain'));
    const g = new GraphBuilder();
    const ids = g.input('input_ids', ['n', 't'], 'int64');
    g.output(g.op('Gather', [g.constant(floatTensor(new Float32Array(80).fill(1), [10, 8])), ids]), 'y');
    await writeFile(path.join(folder, 'onnx', 'model.onnx'), g.build());
    const plain = { model: 'plain', device: 'cpu', sample: texts } as const;
    const { encoder, quantization } = await resolveTextEncoder({ ...plain, dtype: 'int8' });
    expect(quantization).toMatchObject({ kept: 'fp32', meanCosine: null, int8Bytes: null });
    expect(quantization?.reason).toMatch(/no MatMul or Gemm with constant float32 weights/);
    expect(encoder.name).toBe('plain');
    await encoder.close();
    await expect(resolveTextEncoder({ ...plain, dtype: 'int8!' })).rejects.toThrow('no MatMul or Gemm');
  });

  it('names what it needs', async () => {
    await expect(resolveTextEncoder({ ...text, dtype: 'int8' })).rejects.toThrow('pass some as sample');
    await expect(resolveTextEncoder({ ...text, dtype: 'int4' as 'int8' })).rejects.toThrow(
      'dtype "int4" is unknown; choose from fp32, int8, int8!',
    );
    const lsa = await resolveTextEncoder({
      model: 'lsa',
      corpus: texts,
      dim: 4,
      dtype: 'int8',
      sample: texts,
    });
    expect(lsa.quantization).toBeNull();
  });
});

describe('resolveImageEncoder in int8', () => {
  it('keeps fp32 with three photos to calibrate on, unless int8 is insisted on', async () => {
    const three = { ...image, sample: photos.slice(0, 3) };
    const { encoder, quantization } = await resolveImageEncoder({ ...three, dtype: 'int8' });
    expect(quantization).toMatchObject({ kept: 'fp32', int8Bytes: null });
    expect(quantization?.reason).toMatch(/^3 photos to calibrate on, at least 16 are needed/);
    await encoder.close();
    await expect(resolveImageEncoder({ ...three, dtype: 'int8!' })).rejects.toThrow(
      '3 photos to calibrate on',
    );
  });

  it('is close to fp32, and stays the same model while nearly all its photos are there', async () => {
    const before = (await cached()).length;
    const first = await resolveImageEncoder({ ...image, dtype: 'int8', sample: photos });
    expect(first.quantization).toMatchObject({ kept: 'int8', reason: null, calibratedOn: 40, items: 40 });
    expect(first.quantization?.ranking).toMatchObject({ fp32: 1, queries: 40, relevance: 'fp32 neighbours' });
    expect(first.quantization?.ranking?.int8).toBeGreaterThan(0.9);
    expect(first.quantization?.meanCosine).toBeGreaterThan(0.99);
    const fewer = await resolveImageEncoder({ ...image, dtype: 'int8', sample: photos.slice(1) });
    expect(fewer.encoder.id).toBe(first.encoder.id);
    const half = await resolveImageEncoder({ ...image, dtype: 'int8', sample: photos.slice(20) });
    expect(half.encoder.id).not.toBe(first.encoder.id);
    expect((await cached()).length).toBe(before + 2);
    const whole = await embed(photos, first.encoder);
    expect((await embed(photos, first.encoder, { batchSize: 1 })).vectors).toEqual(whole.vectors);
    await Promise.all([first, fewer, half].map(({ encoder }) => encoder.close()));
  });
});
