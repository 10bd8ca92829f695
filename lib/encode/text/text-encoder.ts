import { open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ArgumentError, messageOf, shown } from '../../errors/index.js';
import {
  type Device,
  int64Tensor,
  ModelError,
  type Session,
  type Tensor,
  workerSession,
} from '../../onnx/index.js';
import { sha256File } from '../../store/index.js';
import { free } from '../../threads/index.js';
import { checkedBatchSize } from '../batch-size.js';
import type { TextEncoder } from '../encoder.js';
import { inFlight } from '../in-flight.js';
import { type ModelFiles, modelFiles } from '../models/index.js';
import { type TokenBatch, tokenBatches } from './batches.js';
import { type Pooling, pool } from './pooling.js';
import { loadTokenizer } from './tokenizer.js';

export interface TextModelOptions {
  /** Where the model runs: 'cpu', 'cuda' or what there is. Default 'auto'. */
  readonly device?: Device;
  /** Threads for one operator. Default one for each physical core. */
  readonly threads?: number;
  /** Tokens that a text is cut to, at least 3. Default what the model was trained for, at most 256. */
  readonly maxTokens?: number;
  /** Texts a batch where `encodeBatches` is not told. Default 32. */
  readonly batchSize?: number;
}

/** A text model that is loaded. */
export interface OnnxTextEncoder extends TextEncoder {
  readonly model: ModelFiles;
  readonly device: 'cpu' | 'cuda';
  readonly pooling: Pooling;
  readonly maxTokens: number;
}

/** Changes whenever the same texts through the same model would give other vectors. */
const version = 1;
const defaultMaxTokens = 256;
/**
 * Bounds the memory of a batch: on a CPU 32 texts of 32 tokens, 4 of 256. Four times as many are no faster there and
 * take 210 MB more; a graphics card wants more at once.
 */
export const maxTokensPerBatch = { cpu: 1024, cuda: 16_384 } as const;

/**
 * Loads a sentence-transformers model in its ONNX export: tokens in, one vector of length 1 for each text out
 * (mean or CLS pooling as its 1_Pooling/config.json says, mean where it says nothing). Models trained for dot products
 * (multi-qa-mpnet-base-dot-v1) give vectors of length 1 here too, so that every score is a cosine.
 *
 * The model runs in a thread of its own, so that the caller's thread stays free; the next batch is tokenised meanwhile.
 *
 * A dynamically quantised model takes its texts one at a time: in a batch, each text's vector would depend on the others.
 * @throws {ModelError} for a model that is unknown, cannot be had, or is no text model; {ArgumentError} for maxTokens below 3
 * @example
 * const encoder = await loadTextEncoder('all-MiniLM-L6-v2');
 * for await (const { indices, vectors } of encoder.encodeBatches(['a chair', 'a sofa'])) { … }
 */
export async function loadTextEncoder(
  model: string | ModelFiles,
  { device, threads, maxTokens, batchSize: defaultBatchSize = 32 }: TextModelOptions = {},
): Promise<OnnxTextEncoder> {
  const files = typeof model === 'string' ? await modelFiles('text', model) : model;
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && maxTokens >= 3)) {
    throw new ArgumentError(
      `maxTokens is ${shown(maxTokens)}; give a whole number of at least 3, for a word between the two tokens that frame a text`,
    );
  }
  const limit = maxTokens ?? (await trainedMaxTokens(files));
  const pooling = await poolingOf(files);
  const tokenizerFile = files.files['tokenizer.json'];
  const tokenizer = await loadTokenizer(tokenizerFile, files.files['tokenizer_config.json'], limit);
  const session = await workerSession(files.model, { device, threads });
  const output = hiddenOutput(session, files);
  const tokenizerSha256 = await sha256File(tokenizerFile);
  const single = await contains(files.model, 'DynamicQuantizeLinear');

  const run = async (batch: TokenBatch) => {
    const { [output]: hidden } = await session.run(modelInputs(session, batch, tokenizer.paddingId), [
      output,
    ]);
    const lengths = batch.tokens.map(({ length }) => length);
    const vectors = pool(hidden, lengths, pooling);
    free([hidden.data]);
    return vectors;
  };
  const probe = tokenizer.encode('');
  const { cols: dim } = await run({ indices: [0], tokens: [probe], width: probe.length });

  return {
    id: `onnx-text-v${version}:${files.sha256}:${tokenizerSha256.slice(0, 16)}:${pooling}:${limit}`,
    name: files.name,
    dim,
    fallback: false,
    model: files,
    device: session.device,
    pooling,
    maxTokens: limit,
    async *encodeBatches(texts, { batchSize = defaultBatchSize } = {}) {
      checkedBatchSize(batchSize);
      const sizes = {
        batchSize: single ? 1 : batchSize,
        maxTokensPerBatch: maxTokensPerBatch[session.device],
      };
      yield* inFlight(tokenBatches(texts, tokenizer.encode, sizes), async (batch) => ({
        indices: batch.indices,
        vectors: await run(batch),
      }));
    },
    close: () => session.close(),
  };
}

/** input_ids, attention_mask and token_type_ids [n, width], as many of them as the model has. */
export function modelInputs(
  { inputNames }: Pick<Session, 'inputNames'>,
  { tokens, width }: Pick<TokenBatch, 'tokens' | 'width'>,
  paddingId: number,
): Record<string, Tensor> {
  const dims = [tokens.length, width];
  const ids = new BigInt64Array(tokens.length * width);
  const mask = new BigInt64Array(tokens.length * width);
  // Token ids are small and not negative, so their low halves are all there is to write; BigInt() for each would cost more than the copy.
  const lowIds = new Int32Array(ids.buffer);
  const lowMask = new Int32Array(mask.buffer);
  tokens.forEach((row, i) => {
    for (let t = 0, at = 2 * i * width; t < width; t++, at += 2) {
      lowIds[at] = t < row.length ? row[t] : paddingId;
      lowMask[at] = t < row.length ? 1 : 0;
    }
  });
  const inputs: Record<string, Tensor> = {
    input_ids: int64Tensor(ids, dims),
    attention_mask: int64Tensor(mask, dims),
  };
  if (inputNames.includes('token_type_ids')) {
    inputs.token_type_ids = int64Tensor(new BigInt64Array(ids.length), dims);
  }
  if (!inputNames.includes('attention_mask')) delete inputs.attention_mask;
  return inputs;
}

function hiddenOutput({ inputNames, outputNames }: Session, { model }: ModelFiles): string {
  const known = ['input_ids', 'attention_mask', 'token_type_ids'];
  const other = inputNames.filter((name) => !known.includes(name));
  if (!inputNames.includes('input_ids') || other.length > 0) {
    throw new ModelError(
      `model ${model} takes ${inputNames.join(', ')}; a text encoder takes ${known.join(', ')}: export it for feature extraction`,
    );
  }
  return (
    ['last_hidden_state', 'token_embeddings'].find((name) => outputNames.includes(name)) ?? outputNames[0]
  );
}

const poolingSchema = z.object({
  pooling_mode_cls_token: z.boolean().default(false),
  pooling_mode_mean_tokens: z.boolean().default(false),
});

async function poolingOf({ files, pooling = 'mean' }: ModelFiles): Promise<Pooling> {
  const file = files['1_Pooling/config.json'];
  if (!file) return pooling;
  const config = await parsed(file, poolingSchema);
  if (config.pooling_mode_mean_tokens) return 'mean';
  if (config.pooling_mode_cls_token) return 'cls';
  throw new ModelError(`${file} asks for a pooling that is neither mean nor CLS; choose another text model`);
}

async function trainedMaxTokens({ files }: ModelFiles): Promise<number> {
  const trained = z.object({ max_seq_length: z.number().int().positive().nullish() });
  const config = z.object({ max_position_embeddings: z.number().int().positive().nullish() });
  const sentence = await parsedIfThere(files['sentence_bert_config.json'], trained);
  const positions = await parsedIfThere(files['config.json'], config);
  return Math.min(
    defaultMaxTokens,
    sentence?.max_seq_length || defaultMaxTokens,
    positions?.max_position_embeddings || defaultMaxTokens,
  );
}

async function parsedIfThere<T>(file: string | undefined, schema: z.ZodType<T>): Promise<T | null> {
  return file ? parsed(file, schema) : null;
}

async function parsed<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new ModelError(`${file} cannot be read: ${messageOf(error)}; fetch it again`, { cause: error });
  }
}

/** Whether a file holds a text, read in pieces of 1 MB. */
async function contains(file: string, text: string): Promise<boolean> {
  const buffer = Buffer.alloc(2 ** 20);
  const handle = await open(file);
  try {
    for (let kept = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, kept, buffer.length - kept);
      if (bytesRead === 0) return false;
      const end = kept + bytesRead;
      if (buffer.subarray(0, end).includes(text)) return true;
      kept = Math.min(text.length, end);
      buffer.copyWithin(0, end - kept, end);
    }
  } finally {
    await handle.close();
  }
}
