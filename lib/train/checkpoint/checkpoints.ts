import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../errors/index.js';
import { parseOptions } from '../../records/index.js';
import { makeFolder, projectPath, sha256, storeError } from '../../store/index.js';
import type { Optimizer } from '../optimizers/index.js';
import type { Trainer } from '../trainer-types.js';
import { readCheckpoint, writeCheckpoint } from './file.js';
import type { TrainingState } from './training-state.js';

export interface CheckpointOptions {
  /** Names the folder under `checkpoints/`: letters, digits, dots, dashes. */
  readonly job: string;
  /** All that decides what the training gives: sizes, rates, seeds. Another config begins anew in another folder. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Hash of the data; other data begin anew in another folder. */
  readonly dataHash: string;
  /** Folder that the job's folder is in. Default `checkpoints/` of the project. */
  readonly root?: string;
}

/** The checkpoints of one training. */
export interface Checkpoints {
  /** `<root>/<job>/<hash>`, absolute. */
  readonly folder: string;
  /** The newest that is sound; undefined where there is none. A damaged one is named in a note. */
  latest(): Promise<TrainingState | undefined>;
  /** Writes the state after an epoch, or the final one; the two newest are kept. */
  save(state: TrainingState): Promise<void>;
}

const schema = z.object({
  job: z.string().regex(/^\w[\w.-]*$/, 'use letters, digits, dots and dashes'),
  config: z.record(z.string(), z.unknown()),
  dataHash: z.string().min(1),
  root: z.string().optional(),
});
const finishedName = 'finished.ckpt';
const kept = 2;

export async function openCheckpoints(
  options: CheckpointOptions,
  training: { readonly epochs: number; readonly optimizer: Optimizer; readonly trainer: Trainer },
  onNote: (line: string) => void,
): Promise<Checkpoints> {
  const { job, config, dataHash, root } = parseOptions('checkpoint', schema, options);
  const { epochs, optimizer, trainer } = training;
  const about = { job, config, dataHash, epochs, optimizer: optimizer.name };
  const shapes = [trainer.parameters, trainer.state].map((arrays) =>
    Array.from(arrays, ([name, { length }]) => [ownPart(name), trainer.shapes?.get(name) ?? [length]]),
  );
  const hash = sha256(sortedJson({ ...about, shapes })).slice(0, 16);
  const folder = path.join(root ?? projectPath('checkpoints'), job, hash);
  await makeFolder(folder);
  const save = async (state: TrainingState) => {
    const epoch = String(state.history.length).padStart(5, '0');
    const name = state.finished ? finishedName : `epoch-${epoch}.ckpt`;
    await writeCheckpoint(path.join(folder, name), state, { ...about, saved: new Date().toISOString() });
    for (const old of (await newestFirst(folder)).slice(kept)) {
      await rm(path.join(folder, old), { force: true }).catch((cause) => {
        throw storeError('remove', path.join(folder, old), cause);
      });
    }
  };
  const latest = async () => {
    let damaged = false;
    for (const name of await newestFirst(folder)) {
      try {
        const state = await readCheckpoint(path.join(folder, name));
        if (damaged) onNote(`the checkpoint before it is used: ${name}`);
        return state;
      } catch (cause) {
        damaged = true;
        onNote(messageOf(cause));
      }
    }
    if (damaged) onNote('no checkpoint is left; the training begins anew');
    return undefined;
  };
  return { folder, latest, save };
}

async function newestFirst(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause) => {
    throw storeError('read', folder, cause);
  });
  const epochs = names.filter((name) => /^epoch-\d+\.ckpt$/.test(name)).sort();
  return [...epochs, ...names.filter((name) => name === finishedName)].reverse();
}

/** 'kernel' of 'dense_Dense7/kernel': TensorFlow.js counts up the names that it gives to layers, so that a cell run again has others. */
function ownPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** JSON that does not depend on the order in which an object's keys were written. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, item) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
