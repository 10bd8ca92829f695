import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { StoreError, storeError, writeAtomically } from '../../store/index.js';
import type { NamedArrays } from '../optimizers/index.js';
import type { TrainingState } from './training-state.js';

const magic = Buffer.from('VITRCKP1', 'latin1');
const digestBytes = 32;
const prefixBytes = magic.length + 4;

const headerSchema = z.object({
  finished: z.boolean(),
  steps: z.int().nonnegative(),
  stopped: z.string().nullable(),
  learningRate: z.number(),
  optimizerSteps: z.int().nonnegative(),
  history: z.array(
    z.object({
      epoch: z.int().positive(),
      seconds: z.number(),
      learningRate: z.number(),
      // A metric may be NaN, which JSON has no word for.
      logs: z.record(
        z.string(),
        z
          .number()
          .nullable()
          .transform((value) => value ?? Number.NaN),
      ),
    }),
  ),
  callbacks: z.record(z.string(), z.record(z.string(), z.unknown())),
  arrays: z.array(z.object({ group: z.string(), name: z.string(), length: z.int().nonnegative() })),
  about: z.record(z.string(), z.unknown()),
});

/**
 * Writes a state: magic, length of the header, header as JSON, float32 arrays one after the other (little-endian),
 * SHA-256 of all before it. `about` is for people who open the file.
 */
export async function writeCheckpoint(
  path: string,
  state: TrainingState,
  about: Readonly<Record<string, unknown>>,
): Promise<void> {
  const groups: [string, NamedArrays][] = [
    ['parameters', state.parameters],
    ['state', state.state],
    ['optimizer', state.optimizer.slots],
    ...Array.from(state.callbacks, ([name, { arrays }]): [string, NamedArrays] => [
      `callback ${name}`,
      arrays ?? new Map(),
    ]),
  ];
  const arrays = groups.flatMap(([group, named]) =>
    Array.from(named, ([name, values]) => ({ group, name, values })),
  );
  const header: z.input<typeof headerSchema> = {
    finished: state.finished,
    steps: state.steps,
    stopped: state.stopped,
    learningRate: state.learningRate,
    optimizerSteps: state.optimizer.steps,
    history: [...state.history],
    callbacks: Object.fromEntries(Array.from(state.callbacks, ([name, { values }]) => [name, { ...values }])),
    arrays: arrays.map(({ group, name, values }) => ({ group, name, length: values.length })),
    about: { ...about },
  };
  const json = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(prefixBytes);
  magic.copy(prefix);
  prefix.writeUInt32LE(json.length, magic.length);
  await writeAtomically(path, async (handle) => {
    const hash = createHash('sha256');
    const write = async (bytes: Uint8Array) => {
      hash.update(bytes);
      await handle.writeFile(bytes);
    };
    await write(prefix);
    await write(json);
    for (const { values } of arrays) {
      await write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    await handle.writeFile(hash.digest());
  });
}

/**
 * Reads a state that `writeCheckpoint` wrote.
 * @throws {StoreError} that says what is wrong with the file
 */
export async function readCheckpoint(path: string): Promise<TrainingState> {
  const bytes = await readFile(path).catch((cause) => {
    throw storeError('read', path, cause);
  });
  const end = bytes.length - digestBytes;
  if (end < prefixBytes || !bytes.subarray(0, magic.length).equals(magic)) {
    throw new StoreError(`${path} is no checkpoint`);
  }
  const digest = createHash('sha256').update(bytes.subarray(0, end)).digest();
  if (!digest.equals(bytes.subarray(end)))
    throw new StoreError(`${path} is damaged: its checksum does not fit`);
  const from = prefixBytes + bytes.readUInt32LE(magic.length);
  const parsed = headerSchema.safeParse(JSON.parse(bytes.toString('utf8', prefixBytes, from)));
  if (!parsed.success) throw new StoreError(`${path} was written by another version`);
  const header = parsed.data;
  const groups = new Map<string, Map<string, Float32Array>>();
  let at = from;
  for (const { group, name, length } of header.arrays) {
    const named = groups.get(group) ?? new Map<string, Float32Array>();
    groups.set(group, named);
    // A copy: an array of float32 has to begin at a multiple of four.
    named.set(name, new Float32Array(Uint8Array.from(bytes.subarray(at, at + length * 4)).buffer));
    at += length * 4;
  }
  const group = (name: string) => groups.get(name) ?? new Map<string, Float32Array>();
  return {
    finished: header.finished,
    steps: header.steps,
    stopped: header.stopped,
    learningRate: header.learningRate,
    history: header.history,
    parameters: group('parameters'),
    state: group('state'),
    optimizer: { steps: header.optimizerSteps, slots: group('optimizer') },
    callbacks: new Map(
      Object.entries(header.callbacks).map(([name, values]) => [
        name,
        { values, arrays: group(`callback ${name}`) },
      ]),
    ),
  };
}
