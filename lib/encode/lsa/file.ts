import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { messageOf, UserError } from '../../errors/index.js';
import { languages } from '../../language/index.js';
import { writeFileAtomic } from '../../store/index.js';
import type { LsaModel } from './model.js';

const magic = Buffer.from('VITRLSA1', 'latin1');
const hashBytes = 32;

const headerSchema = z.object({
  dim: z.number().int().positive(),
  language: z.enum(languages).default('en'),
  texts: z.number().int().nonnegative(),
  words: z.array(z.string()),
  ngrams: z.array(z.string()),
});

/** 32 hexadecimal digits that change whenever the model does. */
export function modelHash(model: LsaModel): string {
  return digest(partsOf(model)).toString('hex', 0, 16);
}

/**
 * Writes a model as one file: 'VITRLSA1', the header's length (uint32), the header (JSON: sizes, the
 * language where it is not English, and the vocabulary),
 * float32 numbers (idf of words and n-grams, then their vectors), and the SHA-256 of all that. Little-endian.
 */
export async function writeModel(model: LsaModel, path: string): Promise<void> {
  const parts = partsOf(model);
  await writeFileAtomic(path, Buffer.concat([...parts, digest(parts)]));
}

/** @throws {UserError} when the file is missing, damaged or something else. */
export async function readModel(path: string): Promise<LsaModel> {
  const file = await readFile(path).catch((cause) => {
    throw new UserError(`cannot read the LSA model ${path}: ${messageOf(cause)}`, { cause });
  });
  if (!file.subarray(0, magic.length).equals(magic)) {
    throw new UserError(`${path} is not an LSA model; give a file that saveLsa wrote`);
  }
  const content = file.subarray(0, -hashBytes);
  if (!digest([content]).equals(file.subarray(-hashBytes))) {
    throw new UserError(`the LSA model ${path} is damaged (its checksum does not match); run the job again`);
  }
  return parse(content);
}

function parse(content: Buffer): LsaModel {
  const start = magic.length + 4;
  const end = start + content.readUInt32LE(magic.length);
  const { dim, language, texts, words, ngrams } = headerSchema.parse(
    JSON.parse(content.toString('utf8', start, end)),
  );
  let at = end;
  const numbers = (count: number) => {
    const bytes = Uint8Array.prototype.slice.call(content, at, at + count * 4);
    at += count * 4;
    return new Float32Array(bytes.buffer, bytes.byteOffset, count);
  };
  const index = (terms: readonly string[]) => new Map(terms.map((term, i) => [term, i]));
  return {
    dim,
    language,
    vocabulary: {
      texts,
      words: index(words),
      ngrams: index(ngrams),
      wordIdf: numbers(words.length),
      ngramIdf: numbers(ngrams.length),
    },
    wordVectors: numbers(words.length * dim),
    ngramVectors: numbers(ngrams.length * dim),
  };
}

function partsOf({ dim, language, vocabulary, wordVectors, ngramVectors }: LsaModel): Uint8Array[] {
  const { texts, words, ngrams, wordIdf, ngramIdf } = vocabulary;
  const header = Buffer.from(
    JSON.stringify({
      dim,
      ...(language === 'en' ? {} : { language }),
      texts,
      words: [...words.keys()],
      ngrams: [...ngrams.keys()],
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const numbers = [wordIdf, ngramIdf, wordVectors, ngramVectors];
  const bytes = numbers.map((x) => new Uint8Array(x.buffer, x.byteOffset, x.byteLength));
  return [magic, length, header, ...bytes];
}

function digest(parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
