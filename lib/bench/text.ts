import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { embed, loadTextEncoder } from '../encode/index.js';
import { qualityOf } from '../encode/quantized/quality.js';
import { type TokenBatch, tokenBatches } from '../encode/text/batches.js';
import { maxTokensPerBatch, modelInputs, type OnnxTextEncoder } from '../encode/text/text-encoder.js';
import { loadTokenizer } from '../encode/text/tokenizer.js';
import { createSession, loadGraph, quantizeDynamic, saveGraph } from '../onnx/index.js';
import { projectPath, sha256File, writeFileAtomic } from '../store/index.js';
import { createRandom } from '../vectors/index.js';
import { randomMiniLm } from './models.js';
import { timePeers } from './peers.js';
import { report } from './rows.js';

/** The real tokenizer of MiniLM; its weights make no difference to speed and are drawn. */
const tokenizerFolder = projectPath('..', 'shared', 'models', 'all-MiniLM-L6-v2');
const tokenizerFiles = ['tokenizer.json', 'tokenizer_config.json', 'config.json'];

/**
 * Texts a second of the text encoder, tokenising and pooling included, beside the bare ONNX session on the same
 * batches: 2,000 texts of 8 to 128 tokens (mean about 48), batches of 32. Medians of five alternating runs.
 */
export async function benchText(): Promise<void> {
  console.log('text encoder, MiniLM shape with random weights, real tokenizer, 2,000 texts, batches of 32');
  await withMiniLm(async (encoder, folder) => {
    const texts = await drawTexts(2000, (random) => Math.exp(3.75 + 0.5 * random.normal()));
    const tokenizer = await loadTokenizer(
      path.join(folder, 'tokenizer.json'),
      path.join(folder, 'tokenizer_config.json'),
      256,
    );
    const session = await createSession(path.join(folder, 'onnx', 'model.onnx'));
    const batches: TokenBatch[] = [];
    const sizes = { batchSize: 32, maxTokensPerBatch: maxTokensPerBatch.cpu };
    for await (const batch of tokenBatches(texts, tokenizer.encode, sizes)) batches.push(batch);
    const bare = async () => {
      for (const batch of batches) await session.run(modelInputs(session, batch, tokenizer.paddingId));
    };
    const whole = async () => {
      for await (const _ of encoder.encodeBatches(texts, { batchSize: 32 }));
    };
    const quantized = await quantizedEncoder(encoder, path.join(folder, 'onnx', 'model_int8.onnx'));
    const int8 = async () => {
      for await (const _ of quantized.encodeBatches(texts, { batchSize: 32 }));
    };
    const seconds: Record<'bare' | 'whole' | 'int8', number[]> = { bare: [], whole: [], int8: [] };
    for (let i = 0; i < 5; i++) {
      seconds.bare.push(await timed(bare));
      seconds.whole.push(await timed(whole));
      seconds.int8.push(await timed(int8));
    }
    const some = texts.slice(0, 256);
    const { meanCosine, p5Cosine } = qualityOf(
      (await embed(some, encoder)).vectors,
      (await embed(some, quantized)).vectors,
    );
    await Promise.all([session.close(), quantized.close()]);
    const rate = (all: number[]) => texts.length / median(all);
    const [bareRate, wholeRate, int8Rate] = [rate(seconds.bare), rate(seconds.whole), rate(seconds.int8)];
    const [peer] = timePeers('text');
    const torch = peer && { peer: { name: 'torch', value: peer.value } };
    const unit = 'texts/s';
    report({ what: 'texts, fp32', value: wholeRate, unit, ...torch, goal: { ratio: 2.4 } });
    report({ what: 'texts, quantised to int8', value: int8Rate, unit, ...torch, goal: { ratio: 6 } });
    report({
      what: 'texts, fp32, tokenising and pooling included',
      value: wholeRate,
      unit,
      peer: { name: 'bare ONNX session', value: bareRate },
      goal: { ratio: 0.9 },
    });
    report({ what: 'texts, cosine of int8 with fp32, mean', value: meanCosine, unit: '' });
    report({ what: 'texts, cosine of int8 with fp32, 5th percentile', value: p5Cosine, unit: '' });
  });
}

async function quantizedEncoder({ model }: OnnxTextEncoder, file: string): Promise<OnnxTextEncoder> {
  await saveGraph(quantizeDynamic(await loadGraph(model.model)), file);
  return loadTextEncoder({ ...model, model: file, sha256: await sha256File(file) }, { device: 'cpu' });
}

/** Peak memory of embedding 200,000 texts of about 10 tokens, beside the output matrix. Run it in a process of its own. */
export async function benchMemory(): Promise<void> {
  const count = 200_000;
  await withMiniLm(async (encoder) => {
    const texts = await drawTexts(count, (random) => 8 + random.int(5));
    const started = performance.now();
    const { vectors } = await embed(texts, encoder, { batchSize: 32 });
    const peak = process.resourceUsage().maxRSS / 1024;
    const output = vectors.data.byteLength / 2 ** 20;
    console.log(
      `memory, ${count} texts through the MiniLM shape, ${((performance.now() - started) / 1000).toFixed(0)} s`,
    );
    report({ what: 'peak memory of 200,000 texts, whole process', value: peak, unit: 'MB' });
    report({
      what: 'peak memory of 200,000 texts, beside the output',
      value: peak - output,
      unit: 'MB',
      goal: { atMost: 400 },
    });
  });
}

async function withMiniLm(use: (encoder: OnnxTextEncoder, folder: string) => Promise<void>): Promise<void> {
  if (!existsSync(tokenizerFolder)) {
    console.log(`skipped: the real tokenizer is not in ${tokenizerFolder}`);
    return;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-bench-'));
  try {
    for (const name of tokenizerFiles)
      await copyFile(path.join(tokenizerFolder, name), path.join(folder, name));
    await writeFileAtomic(path.join(folder, 'onnx', 'model.onnx'), randomMiniLm());
    const encoder = await loadTextEncoder(folder);
    await use(encoder, folder);
    await encoder.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Texts of whole words, each one token, so that a text has the number of tokens that `length` draws, in [8, 128]. */
async function drawTexts(
  count: number,
  length: (random: ReturnType<typeof createRandom>) => number,
): Promise<string[]> {
  const vocabulary = (await readFile(path.join(tokenizerFolder, 'vocab.txt'), 'utf8')).split(/\r?\n/);
  const words = vocabulary.filter((word) => /^[a-z]{3,}$/.test(word));
  const random = createRandom(0);
  return Array.from({ length: count }, () => {
    const tokens = Math.round(Math.min(128, Math.max(8, length(random))));
    return Array.from({ length: tokens - 2 }, () => random.pick(words)).join(' ');
  });
}

export async function timed(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
