import path from 'node:path';
import { z } from 'zod';
import { issueSentence } from '../errors/index.js';
import { type ServiceAnswer, ServiceError } from '../http/index.js';
import { readJson, writeJson } from '../store/index.js';
import { malformed } from './malformed.js';
import type { Session } from './source.js';

const keptSchema = z.object({
  path: z.string(),
  fetchedAt: z.string(),
  next: z.string().nullable(),
  /** Why there is no body. */
  rejected: z.string().optional(),
  body: z.unknown(),
});
type Kept = z.infer<typeof keptSchema>;

/** A session whose answers are kept, one JSON file each; what has a file is not asked for again. */
export function keptSession(
  folder: string,
  service: string,
  ask: (path: string) => Promise<ServiceAnswer>,
  about: { readonly account: string; readonly since: Date },
): Session {
  const fileOf = (name: string) => path.join(folder, 'answers', `${name.replace(/[^\w.-]/g, '_')}.json`);

  async function answer(name: string, path: string): Promise<Kept> {
    const file = fileOf(name);
    const kept = await readJson(file, (value) => keptSchema.parse(value)).catch(() => null);
    if (kept?.path === path) return kept;
    const fetchedAt = new Date().toISOString();
    const fresh: Kept = await ask(path).then(
      ({ body, next }) => ({ path, fetchedAt, next, body }),
      (error) => {
        const isRejected = error instanceof ServiceError && ['rejected', 'not found'].includes(error.fault);
        if (!isRejected) throw error;
        return { path, fetchedAt, next: null, rejected: error.message, body: null };
      },
    );
    await writeJson(file, fresh);
    return fresh;
  }

  async function tryGet<T>(name: string, path: string, schema: z.ZodType<T>): Promise<T | null> {
    const kept = await answer(name, path);
    if (kept.rejected !== undefined) return null;
    const parsed = schema.safeParse(kept.body);
    if (parsed.success) return parsed.data;
    // Kept to be looked at; another run asks again.
    await writeJson(fileOf(name), { ...kept, path: `${path} (malformed)` });
    throw malformed(service, issueSentence(parsed.error), `; the answer is in ${fileOf(name)}`);
  }

  return {
    ...about,
    tryGet,
    async get(name, path, schema) {
      const found = await tryGet(name, path, schema);
      if (found !== null) return found;
      const { rejected } = await answer(name, path);
      throw new ServiceError(`${rejected}; the answer is in ${fileOf(name)}`, { service, fault: 'rejected' });
    },
    hasNext: async (name) => (await readJson(fileOf(name), (value) => keptSchema.parse(value))).next !== null,
  };
}
