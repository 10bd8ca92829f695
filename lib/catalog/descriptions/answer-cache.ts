import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeFolder, readJson, StoreError, writeJson } from '../../store/index.js';

const schema = z.object({
  format: z.literal(1),
  generated: z.literal(true),
  model: z.string(),
  description: z.string().nullable(),
  reason: z.string().nullable(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: z.number(),
});

/** An answer that was paid for, usable or not. */
export type KeptAnswer = z.infer<typeof schema>;

/** Answers by key, one JSON file each, written as soon as they arrive. */
export class AnswerCache {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** @throws {StoreError} when nothing can be written there: better known before paying */
  static async open(directory: string): Promise<AnswerCache> {
    await makeFolder(directory);
    return new AnswerCache(directory);
  }

  /** Null where there is none, or its file is damaged, which is as if it were not there. */
  async read(key: string): Promise<KeptAnswer | null> {
    const path = this.#path(key);
    if (!existsSync(path)) return null;
    try {
      return await readJson(path, (value) => schema.parse(value));
    } catch (error) {
      if (error instanceof StoreError) return null;
      throw error;
    }
  }

  write(key: string, answer: KeptAnswer): Promise<void> {
    return writeJson(this.#path(key), answer);
  }

  #path(key: string): string {
    return path.join(this.#directory, `${key}.json`);
  }
}
