import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomBert } from '../bench/models.js';

export const tinyWords = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  'black',
  'leather',
  'chair',
  'oak',
  'table',
  'lamp',
];

/** Writes a text model with random weights (2 layers, 32 numbers a vector) and a ten-word tokenizer into a folder. */
export async function writeTinyTextModel(folder: string, pooling?: 'mean' | 'cls'): Promise<string> {
  const special = (id: number) => ({ id, content: tinyWords[id], special: true });
  const tokenizer = {
    version: '1.0',
    added_tokens: [0, 1, 2, 3].map((id) => ({
      ...special(id),
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(tinyWords.map((word, id) => [word, id])),
    },
  };
  const config = {
    tokenizer_class: 'BertTokenizer',
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
    mask_token: '[UNK]',
    model_max_length: 512,
  };
  const shape = { layers: 2, hidden: 32, heads: 4, intermediate: 64, vocabulary: 10, positions: 300 };
  await mkdir(path.join(folder, '1_Pooling'), { recursive: true });
  await mkdir(path.join(folder, 'onnx'), { recursive: true });
  await writeFile(path.join(folder, 'onnx', 'model.onnx'), randomBert(shape));
  await writeFile(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  await writeFile(path.join(folder, 'tokenizer_config.json'), JSON.stringify(config));
  if (pooling) {
    const modes = { pooling_mode_cls_token: pooling === 'cls', pooling_mode_mean_tokens: pooling === 'mean' };
    await writeFile(path.join(folder, '1_Pooling', 'config.json'), JSON.stringify(modes));
  }
  return folder;
}
