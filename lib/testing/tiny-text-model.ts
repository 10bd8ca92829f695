import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomBert } from '../bench/models.js';
import { specialTokens, writeWordPieces } from '../bench/word-pieces.js';

export const tinyWords = [...specialTokens, 'black', 'leather', 'chair', 'oak', 'table', 'lamp'];

/** Writes a text model with random weights (2 layers, 32 numbers a vector) and a ten-word tokenizer into a folder. */
export async function writeTinyTextModel(folder: string, pooling?: 'mean' | 'cls'): Promise<string> {
  const shape = { layers: 2, hidden: 32, heads: 4, intermediate: 64, vocabulary: 10, positions: 300 };
  await mkdir(path.join(folder, '1_Pooling'), { recursive: true });
  await mkdir(path.join(folder, 'onnx'), { recursive: true });
  await writeFile(path.join(folder, 'onnx', 'model.onnx'), randomBert(shape));
  await writeWordPieces(folder, tinyWords);
  if (pooling) {
    const modes = { pooling_mode_cls_token: pooling === 'cls', pooling_mode_mean_tokens: pooling === 'mean' };
    await writeFile(path.join(folder, '1_Pooling', 'config.json'), JSON.stringify(modes));
  }
  return folder;
}
