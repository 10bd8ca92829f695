import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { specialTokens, writeWordPieces } from '../../bench/word-pieces.js';
import { createSession, floatTensor, int64Tensor, ModelError } from '../../onnx/index.js';
import { writeTinyTextModel } from '../../testing/tiny-text-model.js';
import { dot, matrix, row, selectRows } from '../../vectors/index.js';
import type { TextEncoder } from '../encoder.js';
import { type TokenBatch, tokenBatches } from './batches.js';
import { loadTextEncoder } from './index.js';
import { pool } from './pooling.js';
import { modelInputs } from './text-encoder.js';
import { loadTokenizer } from './tokenizer.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'text-'));
  vi.stubEnv('VITRINE_ROOT', root);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

async function encodeAll(encoder: TextEncoder, texts: string[], batchSize?: number) {
  const out = matrix(texts.length, encoder.dim);
  const seen: number[] = [];
  for await (const { indices, vectors } of encoder.encodeBatches(texts, { batchSize })) {
    seen.push(...indices);
    indices.forEach((index, j) => {
      row(out, index).set(row(vectors, j));
    });
  }
  expect(seen.toSorted((a, b) => a - b)).toEqual(texts.map((_, i) => i));
  return out;
}

describe('pool', () => {
  const hidden = floatTensor(Float32Array.of(1, 2, 5, 6, 9, 9, 3, 4, 9, 9, 9, 9), [2, 3, 2]);

  it('averages tokens without padding and scales to length 1', () => {
    const { data } = pool(hidden, [2, 1], 'mean');
    expect([...data]).toEqual([0.6, 0.8, 0.6, 0.8].map(Math.fround));
  });

  it('takes the first token, or the vector of a model that pools itself', () => {
    expect(pool(hidden, [2, 1], 'cls').data[0]).toBeCloseTo(1 / Math.sqrt(5));
    expect(pool(floatTensor(Float32Array.of(3, 4), [1, 2]), [7], 'mean').data[1]).toBeCloseTo(0.8);
  });

  it('refuses vectors that are not finite', () => {
    expect(() => pool(floatTensor(Float32Array.of(Number.NaN, 1), [1, 1, 2]), [1], 'mean')).toThrow(
      'not finite',
    );
  });
});

describe('tokenBatches', () => {
  it('groups by tokens, the longest first, within both limits', async () => {
    const texts = ['aa', 'a', 'aaaa', 'aaa', 'aaaa', 'a'];
    const encode = (text: string) => new Array<number>(text.length).fill(1);
    const batches: TokenBatch[] = [];
    for await (const batch of tokenBatches(texts, encode, { batchSize: 3, maxTokensPerBatch: 8 })) {
      batches.push(batch);
    }
    expect(batches.map(({ indices }) => indices)).toEqual([
      [2, 4],
      [3, 0],
      [1, 5],
    ]);
    expect(batches.map(({ width }) => width)).toEqual([4, 3, 1]);
  });
});

describe('loadTextEncoder', () => {
  const texts = [
    'oak table',
    'black leather chair',
    '',
    'lamp',
    'black '.repeat(400),
    'café 🪑 كرسي',
    'chair',
  ];

  it('gives the mean of the token vectors, of length 1, whatever the batch', async () => {
    const folder = await writeTinyTextModel(path.join(root, 'mean'));
    const encoder = await loadTextEncoder(folder, { device: 'cpu' });
    expect(encoder).toMatchObject({
      dim: 32,
      pooling: 'mean',
      fallback: false,
      maxTokens: 256,
      device: 'cpu',
    });
    await expect(encodeAll(encoder, texts, 0)).rejects.toThrow('at least 1, got 0');
    await expect(loadTextEncoder(folder, { maxTokens: 2 })).rejects.toThrow('maxTokens is 2');
    const together = await encodeAll(encoder, texts);
    const alone = await encodeAll(encoder, texts, 1);
    together.data.forEach((value, i) => {
      expect(value).toBeCloseTo(alone.data[i], 5);
    });
    for (let i = 0; i < texts.length; i++) expect(dot(row(together, i), row(together, i))).toBeCloseTo(1, 5);

    const session = await createSession(path.join(folder, 'onnx/model.onnx'), { device: 'cpu' });
    const { last_hidden_state: hidden } = await session.run({
      input_ids: int64Tensor([2, 7, 8, 3], [1, 4]),
      attention_mask: int64Tensor([1, 1, 1, 1], [1, 4]),
      token_type_ids: int64Tensor([0, 0, 0, 0], [1, 4]),
    });
    const mean = Array.from({ length: 32 }, (_, j) => {
      return [0, 1, 2, 3].reduce((sum, t) => sum + Number(hidden.data[t * 32 + j]), 0) / 4;
    });
    const norm = Math.hypot(...mean);
    mean.forEach((value, j) => {
      expect(row(together, 0)[j]).toBeCloseTo(value / norm, 5);
    });
    await session.close();
    await encoder.close();
  });

  it('gives bit for bit what the model gives in the calling thread', async () => {
    const folder = await writeTinyTextModel(path.join(root, 'bits'));
    const encoder = await loadTextEncoder(folder, { device: 'cpu', batchSize: 3 });
    const many = Array.from({ length: 40 }, (_, i) => `${texts[i % texts.length]} ${'oak '.repeat(i)}`);
    const threaded = await encodeAll(encoder, many);

    const session = await createSession(path.join(folder, 'onnx/model.onnx'), { device: 'cpu' });
    const { encode, paddingId } = await loadTokenizer(
      path.join(folder, 'tokenizer.json'),
      path.join(folder, 'tokenizer_config.json'),
      256,
    );
    const here = matrix(many.length, encoder.dim);
    for await (const batch of tokenBatches(many, encode, { batchSize: 3, maxTokensPerBatch: 1024 })) {
      const { last_hidden_state: hidden } = await session.run(modelInputs(session, batch, paddingId));
      const lengths = batch.tokens.map(({ length }) => length);
      const vectors = pool(hidden, lengths, 'mean');
      batch.indices.forEach((index, j) => {
        row(here, index).set(row(vectors, j));
      });
    }
    expect(threaded.data).toEqual(here.data);

    const stopped = encoder.encodeBatches(many)[Symbol.asyncIterator]();
    await stopped.next();
    await stopped.return?.();
    await Promise.all([session.close(), encoder.close()]);
    await expect(encodeAll(encoder, many)).rejects.toThrow(ModelError);
  });

  it('cuts texts at the model’s own length, and follows its pooling; both are part of the id', async () => {
    const folder = await writeTinyTextModel(path.join(root, 'cls'), 'cls');
    await writeFile(path.join(folder, 'sentence_bert_config.json'), '{"max_seq_length": 4}');
    const encoder = await loadTextEncoder(folder, { device: 'cpu' });
    expect(encoder).toMatchObject({ pooling: 'cls', maxTokens: 4 });
    expect(encoder.id).toMatch(/:cls:4$/);
    const vectors = await encodeAll(encoder, ['black chair lamp oak', 'black chair table']);
    expect(selectRows(vectors, [0])).toEqual(selectRows(vectors, [1]));
    await encoder.close();
  });

  it('names the file that is broken or missing', async () => {
    const folder = await writeTinyTextModel(path.join(root, 'broken'));
    await writeFile(path.join(folder, 'tokenizer.json'), '{"model": ');
    await expect(loadTextEncoder(folder)).rejects.toThrow(/tokenizer\.json cannot be read/);
    await rm(path.join(folder, 'tokenizer.json'));
    await expect(loadTextEncoder(folder)).rejects.toThrow('lacks tokenizer.json');
    await expect(loadTextEncoder(path.join(root, 'nowhere'))).rejects.toThrow(ModelError);
  });
});

describe('loadTokenizer', () => {
  it('folds case and accents, cuts words into pieces, and stops at the limit', async () => {
    const folder = path.join(root, 'pieces');
    await mkdir(folder);
    const words = ['this', 'is', 'a', 'cafe', 'chair', 'arm', '##chair', '##s', '.', '家'];
    const vocabulary = [...specialTokens, ...words];
    await writeWordPieces(folder, vocabulary);
    const file = (name: string) => path.join(folder, name);
    const tokenizer = await loadTokenizer(file('tokenizer.json'), file('tokenizer_config.json'), 256);
    const tokens = (text: string) =>
      tokenizer
        .encode(text)
        .map((id) => vocabulary[id])
        .join(' ');
    expect(tokens('This is a CAFÉ.')).toBe('[CLS] this is a cafe . [SEP]');
    expect(tokens('Armchairs,\tarm chair')).toBe('[CLS] arm ##chair ##s [UNK] arm chair [SEP]');
    expect(tokens('a家a')).toBe('[CLS] a 家 a [SEP]');
    expect(tokens('unheard')).toBe('[CLS] [UNK] [SEP]');
    expect(tokenizer.encode('')).toEqual([2, 3]);
    const long = tokenizer.encode('chair '.repeat(2_000_000));
    expect(long).toHaveLength(256);
    expect([long[0], long.at(-2), long.at(-1)]).toEqual([2, vocabulary.indexOf('chair'), 3]);
    expect(tokenizer.paddingId).toBe(0);
  });
});
