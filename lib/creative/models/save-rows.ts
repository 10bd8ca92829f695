import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors/index.js';
import { readJson, readNpy, writeJson, writeNpy } from '../../store/index.js';
import type { TrainingRows } from './training-rows.js';

const schema = z.object({
  format: z.literal('vitrine-creative-rows'),
  version: z.literal(1),
  names: z.array(z.string()),
  scale: z.looseObject({}).nullable(),
  /** null where the outcome is not known. */
  target: z.array(z.number().nullable()),
  groups: z.array(z.string()),
  posts: z.array(z.object({ id: z.string(), platform: z.string(), postingTime: z.string() })),
});

/** Writes rows as `<name>.json`, and their features as `<name>.npy`. */
export async function saveRows(folder: string, name: string, rows: TrainingRows): Promise<void> {
  await writeNpy(path.join(folder, `${name}.npy`), rows.matrix);
  await writeJson(path.join(folder, `${name}.json`), {
    format: 'vitrine-creative-rows',
    version: 1,
    names: rows.names,
    scale: rows.scale,
    target: Array.from(rows.target, (y) => (Number.isNaN(y) ? null : y)),
    groups: rows.groups,
    posts: rows.posts.map(({ id, platform, postingTime }) => ({ id, platform, postingTime })),
  });
}

/** @throws {StoreError} when a file is missing, damaged, or of another version */
export async function loadRows(folder: string, name: string): Promise<TrainingRows> {
  const about = await readJson(path.join(folder, `${name}.json`), (value) => schema.parse(value));
  const matrix = await readNpy(path.join(folder, `${name}.npy`));
  const { names, groups, posts } = about;
  const fits =
    matrix.cols === names.length &&
    [about.target.length, groups.length, posts.length].every((length) => length === matrix.rows);
  if (!fits) {
    throw new UserError(
      `${path.join(folder, name)}.json and .npy do not belong together: ${posts.length} posts × ${names.length} features against ${matrix.rows} × ${matrix.cols}; restore both from one copy`,
    );
  }
  return {
    names,
    matrix,
    groups,
    posts,
    scale: about.scale as TrainingRows['scale'],
    target: Float64Array.from(about.target, (y) => y ?? Number.NaN),
  };
}
