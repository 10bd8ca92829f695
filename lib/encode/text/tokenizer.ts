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
const charactersPerToken = 64;

/** Loads tokenizer.json and tokenizer_config.json. @throws {ModelError} that names the file */
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
  const idsOf = (text: string, add_special_tokens: boolean): number[] => {
    const ids: unknown = tokenizer(text, { add_special_tokens, return_tensor: false }).input_ids;
    return ids as number[];
  };
  // The library cuts off the closing special token with the rest; the reference implementation keeps it.
  const closing = closingTokens(idsOf('a', true), idsOf('a', false));
  const limit = maxTokens * charactersPerToken;
  return {
    paddingId: tokenizer.pad_token_id ?? 0,
    encode: (text) => {
      const ids = idsOf(text.length > limit ? text.slice(0, limit) : text, true);
      return ids.length > maxTokens ? [...ids.slice(0, maxTokens - closing.length), ...closing] : ids;
    },
  };
}

/** The special tokens after a text: [SEP]. */
function closingTokens(whole: number[], content: number[]): number[] {
  const start = whole.findIndex((_, i) => content.every((id, j) => whole[i + j] === id));
  return whole.slice(start + content.length);
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
