import { readFile } from 'node:fs/promises';
import { messageOf } from '../../errors/index.js';
import { ModelError } from '../../onnx/index.js';

/** Turns a text into the token ids of a model. */
export interface Tokenizer {
  /** What fills the shorter rows of a batch. */
  readonly paddingId: number;
  /** The ids, special tokens included, at most `maxTokens`. */
  encode(text: string): number[];
}

/** No tokenizer makes fewer than one token of this many characters of running text; longer texts are cut before. */
const CHARACTERS_PER_TOKEN = 64;

/** Loads tokenizer.json and tokenizer_config.json. Throws `ModelError` that names the file. */
export async function loadTokenizer(
  tokenizerFile: string,
  configFile: string,
  maxTokens: number,
): Promise<Tokenizer> {
  const { PreTrainedTokenizer } = await import('@xenova/transformers');
  const [json, config] = await Promise.all([parsed(tokenizerFile), parsed(configFile)]);
  let tokenizer: InstanceType<typeof PreTrainedTokenizer>;
  try {
    tokenizer = new PreTrainedTokenizer(json, config);
  } catch (error) {
    throw new ModelError(`tokenizer ${tokenizerFile} cannot be used: ${messageOf(error)}; fetch it again`, {
      cause: error,
    });
  }
  const limit = maxTokens * CHARACTERS_PER_TOKEN;
  const options = { truncation: true, max_length: maxTokens, return_tensor: false } as const;
  return {
    paddingId: tokenizer.pad_token_id ?? 0,
    encode: (text) => {
      const ids: unknown = tokenizer(text.length > limit ? text.slice(0, limit) : text, options).input_ids;
      return ids as number[];
    },
  };
}

async function parsed(file: string): Promise<object> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new ModelError(`tokenizer file ${file} cannot be read: ${messageOf(error)}; fetch it again`, {
      cause: error,
    });
  }
}
