import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ModelError } from '../onnx/index.js';
import { writeTinyTextModel } from '../testing/tiny-text-model.js';
import { resolveImageEncoder, resolveTextEncoder } from './index.js';
import { knownModels } from './models/registry.js';

const corpus = ['black leather chair', 'oak table', 'white oak chair', 'reading lamp', 'leather sofa'];

describe('with no network', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'resolve-'));
    vi.stubEnv('VITRINE_ROOT', root);
    vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
    vi.stubEnv('MODELS_DIR', path.join(root, 'models'));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(root, { recursive: true });
  });

  it('auto takes the weight-free encoders at once, and says why and the way out', async () => {
    const start = performance.now();
    const text = await resolveTextEncoder({ corpus, dim: 3 });
    const image = await resolveImageEncoder();
    expect(performance.now() - start).toBeLessThan(5_000);
    for (const { encoder, fallbackReason, sha256 } of [text, image]) {
      expect(encoder.fallback).toBe(true);
      expect(fallbackReason).toMatch(/cannot be reached .*network.*MODELS_DIR/);
      expect(sha256).toBeNull();
    }
    expect(text.fallbackReason).toContain('MiniLM (sentence-transformers/all-MiniLM-L6-v2)');
    expect(image.fallbackReason).toContain('ResNet50');
  });

  it('auto names the model of many languages where the texts are not English', async () => {
    const german = await resolveTextEncoder({ corpus, dim: 3, language: 'de' });
    expect(german.fallbackReason).toContain(
      'Multilingual MiniLM (Xenova/paraphrase-multilingual-MiniLM-L12-v2)',
    );
    expect(german.encoder.id).not.toBe((await resolveTextEncoder({ corpus, dim: 3 })).encoder.id);
    await expect(resolveTextEncoder({ model: 'multilingual-minilm', corpus })).rejects.toThrow(
      /^Multilingual MiniLM .* cannot be had: /,
    );
  });

  it('refuses a device that the weight-free encoders cannot use', async () => {
    for (const model of ['auto', 'lsa']) {
      await expect(resolveTextEncoder({ model, corpus, dim: 3, device: 'cuda' })).rejects.toThrow(
        /^device "cuda": LSA .* runs on the CPU only; use "auto" or "cpu"/,
      );
    }
  });

  it('never replaces a model that was asked for by name', async () => {
    await expect(resolveTextEncoder({ model: 'minilm', corpus })).rejects.toThrow(
      /^MiniLM .* cannot be had: .* cannot be reached .*; connect to a network.*MODELS_DIR/,
    );
    await expect(resolveImageEncoder({ model: 'resnet50' })).rejects.toThrow(/^ResNet50 .* cannot be had: /);
    await expect(resolveTextEncoder({ model: 'minlm', corpus })).rejects.toThrow(
      knownModels('text').join(', '),
    );
    await expect(resolveTextEncoder({ model: 'auto' })).rejects.toThrow(ModelError);
  });

  it('takes the weight-free encoders without a word where they were asked for', async () => {
    const { encoder, fallbackReason } = await resolveTextEncoder({ model: 'lsa', corpus, dim: 3 });
    expect(encoder.fallback).toBe(true);
    expect(fallbackReason).toBeNull();
    expect((await resolveImageEncoder({ model: 'descriptors' })).fallbackReason).toBeNull();
    await expect(resolveTextEncoder({ model: 'lsa' })).rejects.toThrow('corpus');
  });

  it('takes a model from a folder, and says where it came from', async () => {
    await writeTinyTextModel(path.join(root, 'mine'));
    const { encoder, sha256, details } = await resolveTextEncoder({ model: 'mine', device: 'cpu' });
    expect(encoder).toMatchObject({ fallback: false, dim: 32, name: 'mine' });
    expect(encoder.id).toContain(sha256);
    expect(details).toMatch(/^mine, .*mine, SHA-256 [0-9a-f]{12}… \(not pinned.*on cpu$/);
    await encoder.close();
  });

  it('does not fall back over a file that is there and wrong', async () => {
    await writeTinyTextModel(path.join(root, 'models', 'all-MiniLM-L6-v2'));
    await expect(resolveTextEncoder({ corpus })).rejects.toThrow(/SHA-256 .* expected 6fd5d72f/);
    await rm(path.join(root, 'models'), { recursive: true });
    await writeFile(path.join(root, 'broken.onnx'), 'no model');
    await expect(resolveImageEncoder({ model: 'broken.onnx' })).rejects.toThrow('no ONNX model');
  });
});
