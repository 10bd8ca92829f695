import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from '../store/index.js';

/** An unfinished collection older than this is not gone on with: its counts would be of two days. */
const staleMs = 24 * 3_600_000;

const stateSchema = z.object({
  platform: z.string(),
  account: z.string(),
  address: z.string(),
  since: z.string(),
  startedAt: z.string(),
  /** Pages that are whole on the disk. */
  pages: z.int(),
  /** Where the next page begins; null once all are there. */
  next: z.string().nullable(),
  finished: z.boolean(),
});

/** How far a collection is: state.json beside its answers. */
export type RunState = z.infer<typeof stateSchema>;

export interface CollectionRun {
  readonly folder: string;
  readonly state: RunState;
  /** Goes on with an earlier one. */
  readonly resumed: boolean;
}

export function saveState(folder: string, state: RunState): Promise<void> {
  return writeJson(path.join(folder, 'state.json'), state);
}

/** The unfinished collection of the same account, address and start, if it is less than a day old; else a new one. */
export async function openCollection(
  parent: string,
  wanted: Pick<RunState, 'platform' | 'account' | 'address' | 'since'>,
  first: string,
): Promise<CollectionRun> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.sort().reverse()) {
    const folder = path.join(parent, name);
    const state = await readJson(path.join(folder, 'state.json'), (value) => stateSchema.parse(value)).catch(
      () => null,
    );
    if (!state || state.finished || Date.now() - Date.parse(state.startedAt) > staleMs) continue;
    const same = (Object.keys(wanted) as (keyof typeof wanted)[]).every((key) => state[key] === wanted[key]);
    if (same) return { folder, state, resumed: true };
  }
  const startedAt = new Date().toISOString();
  const folder = path.join(parent, startedAt.replace(/[-:]/g, '').replace('.', '-'));
  const state: RunState = { ...wanted, startedAt, pages: 0, next: first, finished: false };
  await saveState(folder, state);
  return { folder, state, resumed: false };
}
