import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRandom } from '../vectors/index.js';

/** What stands for padding, unknown words, beginning and end, as the first of a vocabulary. */
export const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'] as const;

/**
 * Writes a BERT tokenizer (lower case, accents off, WordPiece) as `tokenizer.json` and `tokenizer_config.json` into a
 * folder.
 * @param vocabulary begins with `specialTokens`; pieces within words begin with ##
 */
export async function writeWordPieces(folder: string, vocabulary: readonly string[]): Promise<void> {
  const special = (token: string) => ({ SpecialToken: { id: token, type_id: 0 } });
  const described = (token: string) => ({ id: token, ids: [vocabulary.indexOf(token)], tokens: [token] });
  const tokenizer = {
    version: '1.0',
    // As files of models have it; the encoder has a limit and a padding of its own.
    truncation: { direction: 'Right', max_length: 8, strategy: 'LongestFirst', stride: 0 },
    padding: { strategy: { Fixed: 8 }, direction: 'Right', pad_id: 0, pad_type_id: 0, pad_token: '[PAD]' },
    added_tokens: specialTokens.map((content, id) => ({
      ...{ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false },
    })),
    normalizer: {
      ...{ type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true },
      ...{ strip_accents: null, lowercase: true },
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [special('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, special('[SEP]')],
      pair: [],
      special_tokens: { '[CLS]': described('[CLS]'), '[SEP]': described('[SEP]') },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' },
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  };
  const config = {
    tokenizer_class: 'BertTokenizer',
    ...{
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      cls_token: '[CLS]',
      sep_token: '[SEP]',
      mask_token: '[UNK]',
    },
    model_max_length: 512,
  };
  await writeFile(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  await writeFile(path.join(folder, 'tokenizer_config.json'), JSON.stringify(config));
}

/** A vocabulary of so many tokens: the special ones, letters, digits and marks, pieces, and made-up words of 3 to 12 letters. */
export function drawVocabulary(size: number): string[] {
  const random = createRandom(0);
  const consonants = [...'bcdfghjklmnprstvwz'];
  const vowels = [...'aeiou'];
  const syllable = () =>
    random.pick(consonants) + random.pick(vowels) + (random.int(2) ? random.pick(consonants) : '');
  const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
  const single = [...letters, ...letters.map((letter) => `##${letter}`), ...'.,;:!?-()"\''];
  const tokens = new Set<string>([...specialTokens, ...single]);
  while (tokens.size < size) {
    const word = Array.from({ length: 1 + random.int(4) }, syllable).join('');
    if (random.int(5) === 0) tokens.add(`##${syllable()}`);
    else if (word.length >= 3) tokens.add(word);
  }
  return [...tokens];
}
