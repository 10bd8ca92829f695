import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { UserError } from '../../errors/index.js';
import { StoreError, syncFolder } from '../../store/index.js';
import { childModule } from '../../testing/child-module.js';
import { ConflictError } from '../errors.js';
import type { RegistryArtefacts } from './artefacts.js';
import type { RegistryEvent, RegistryLog } from './events.js';
import { ModelRegistry, registryFolder, registryInUse } from './model-registry.js';
import { type VersionRecord, versionLine } from './version.js';

vi.mock(import('../../store/index.js'), async (original) => {
  const store = await original();
  return { ...store, syncFolder: vi.fn(store.syncFolder) };
});

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-registry-'));
});
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));

let count = 0;
const fresh = () => new ModelRegistry(path.join(root, `r${count++}`));
const by = { who: 'test', why: 'because' };
const options = { ...by, dataHash: 'd1', metrics: { r2: 0.7 }, parameters: { depth: 6 } };

/** A folder of artefacts with this content. */
async function model(content: string): Promise<string> {
  const folder = path.join(root, `m${count++}`);
  await mkdir(path.join(folder, 'trees'), { recursive: true });
  await writeFile(path.join(folder, 'model.json'), content);
  await writeFile(path.join(folder, 'trees', 'a.bin'), 'tree');
  return folder;
}

test('register, promote, roll back, and what the log says of it', async () => {
  const registry = fresh();
  const { id: one } = await registry.register(await model('one'), options);
  const { id: two } = await registry.register(await model('two'), options);
  await registry.setCandidate(one, by);
  expect(await registry.promote('candidate', { ...by, ifChampion: null })).toBe(true);
  expect([await registry.alias('champion'), await registry.alias('candidate')]).toEqual([one, null]);
  await expect(registry.promote(two, { ...by, ifChampion: null })).rejects.toThrow(ConflictError);
  expect(await registry.promote(two, { ...by, ifChampion: one })).toBe(true);
  expect(await registry.promote(two, by)).toBe(false);
  expect(await registry.rollback(by)).toBe(one);
  await expect(registry.rollback(by)).rejects.toThrow(/no champion before/);
  expect(
    (await registry.history()).map(({ sequence, what, versions, who }) => [sequence, what, versions[0], who]),
  ).toEqual([
    [1, 'register', one, 'test'],
    [2, 'register', two, 'test'],
    [3, 'candidate', one, 'test'],
    [4, 'promote', one, 'test'],
    [5, 'promote', two, 'test'],
    [6, 'rollback', one, 'test'],
  ]);
  const open = await registry.open('champion');
  expect(open).toMatchObject({ id: one, aliases: ['champion'], metrics: { r2: 0.7 }, dataHash: 'd1' });
  expect(await readFile(path.join(open.folder, 'model.json'), 'utf8')).toBe('one');
  expect((await registry.list()).map(({ id }) => id)).toEqual([two, one]);
});

test('the same artefacts are the same version, wherever they came from', async () => {
  const registry = fresh();
  const first = await registry.register(await model('same'), options);
  const again = await registry.register(await model('same'), { ...options, metrics: { r2: 0.1 } });
  expect([first.created, again]).toEqual([true, { id: first.id, created: false }]);
  expect(await registry.list()).toMatchObject([{ metrics: { r2: 0.7 } }]);
  expect(await registry.history()).toHaveLength(1);
});

test('a change with a key is made once', async () => {
  const registry = fresh();
  const { id } = await registry.register(await model('x'), options);
  expect(await registry.note([id], { ...by, key: 'k' })).toBe(true);
  expect(await registry.note([id], { ...by, key: 'k' })).toBe(false);
  expect(await registry.changeOf('k')).toMatchObject({ what: 'note', versions: [id] });
});

test('a file that was changed is found on opening, and is not promoted', async () => {
  const registry = fresh();
  const { id } = await registry.register(await model('sound'), options);
  const { folder } = await registry.open(id);
  await writeFile(path.join(folder, 'model.json'), 'saund');
  await expect(registry.open(id)).rejects.toThrow(/model\.json is not what was registered/);
  await expect(registry.promote(id, by)).rejects.toThrow(StoreError);
  await rm(path.join(folder, 'model.json'));
  await expect(registry.open(id)).rejects.toThrow(/model\.json is missing/);
  const record = path.join(folder, '..', 'version.json');
  await writeFile(record, (await readFile(record, 'utf8')).replace('0.7', '0.9'));
  await expect(registry.list()).rejects.toThrow(/version\.json was changed/);
});

test('prune keeps the newest and every version in use', async () => {
  const registry = fresh();
  const ids: string[] = [];
  for (const content of ['a', 'b', 'c', 'd', 'e', 'f']) {
    ids.push((await registry.register(await model(content), options)).id);
  }
  await registry.promote(ids[0], by);
  await registry.promote(ids[1], by);
  await registry.setCandidate(ids[2], by);
  expect(await registry.prune(1, by)).toEqual([ids[3], ids[4]]);
  expect(await registry.prune(1, by)).toEqual([]);
  expect(
    (await readdir(path.join(registry.folder, 'versions'))).map((name) => name.slice(0, 12)).sort(),
  ).toEqual([ids[0], ids[1], ids[2], ids[5]].sort());
  expect(await registry.rollback(by)).toBe(ids[0]);
  await expect(registry.open(ids[3])).rejects.toThrow(/is no version .* the newest are/);
  expect((await registry.register(await model('d'), options)).created).toBe(true);
  await registry.open(ids[3]);
});

test('mistakes are told with a way out', async () => {
  const registry = fresh();
  const empty = path.join(root, 'empty');
  await mkdir(empty);
  await expect(registry.register(empty, options)).rejects.toThrow(/holds no files/);
  await expect(registry.register(path.join(root, 'nowhere'), options)).rejects.toThrow(/no such file/);
  await expect(registry.open('champion')).rejects.toThrow(/no champion .* yet/);
  await expect(registry.open('abcd')).rejects.toThrow(/none yet/);
  await expect(registry.note([], { who: ' ', why: 'x' })).rejects.toThrow(/who is empty/);
  await expect(
    registry.register(await model('nan'), { ...options, metrics: { r2: Number.NaN } }),
  ).rejects.toThrow(/"r2" is NaN/);
});

test('torn at any byte, the log gives the events before it and takes new ones', async () => {
  const registry = fresh();
  const { id } = await registry.register(await model('t'), options);
  await registry.promote(id, by);
  const log = path.join(registry.folder, 'log.jsonl');
  const whole = await readFile(log, 'utf8');
  const first = whole.indexOf('\n') + 1;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: first, max: whole.length }), async (length) => {
      await writeFile(log, whole.slice(0, length));
      expect(await registry.alias('champion')).toBe(length >= whole.length - 1 ? id : null);
      await registry.promote(id, by);
      await registry.note([id], by);
      expect((await registry.history()).map(({ what }) => what)).toEqual(['register', 'promote', 'note']);
    }),
    { numRuns: 30 },
  );
});

/** Lines as versions without checksums wrote them. */
const unsealed = (log: string) => log.replaceAll(/,"sum":"[0-9a-f]{16}"\}$/gm, '}');

/** A log in which the first version was champion and the second is. */
async function twoChampions() {
  const registry = fresh();
  const { id: one } = await registry.register(await model('first'), options);
  await registry.promote(one, by);
  const { id: two } = await registry.register(await model('second'), options);
  await registry.promote(two, { ...by, details: { p: 0.003 } });
  const log = path.join(registry.folder, 'log.jsonl');
  return { registry, one, two, log, whole: await readFile(log) };
}

test('any flipped bit of the log is an error that names file and line, and nothing is appended then', async () => {
  const { registry, one, log, whole } = await twoChampions();
  const line = (at: number) => whole.subarray(0, at).toString().split('\n').length;
  for (let bit = 0; bit < 8 * whole.length; bit += 7) {
    const flipped = Buffer.from(whole);
    flipped[bit >> 3] ^= 1 << (bit & 7);
    writeFileSync(log, flipped);
    const error = await registry.alias('champion').catch((error) => error);
    expect(error, `bit ${bit}`).toBeInstanceOf(UserError);
    expect(error.message).toContain(`${log}, line ${line(bit >> 3)}: `);
    if (bit % 700 === 0) {
      await expect(registry.promote(one, by)).rejects.toThrow(`${log}, line `);
      expect(await readFile(log)).toEqual(flipped);
    }
  }
});

test('a log of older versions is read and continued; where a bit of it flips, no other version becomes champion', async () => {
  const { registry, one, two, log, whole } = await twoChampions();
  const older = Buffer.from(unsealed(whole.toString()));
  expect(older.toString()).not.toContain('sum');
  for (let bit = 0; bit < 8 * older.length; bit += 7) {
    const flipped = Buffer.from(older);
    flipped[bit >> 3] ^= 1 << (bit & 7);
    writeFileSync(log, flipped);
    const champion = await registry.alias('champion').catch((error) => error.constructor);
    expect([two, UserError], `bit ${bit}`).toContain(champion);
  }
  const torn = older.toString().replace('\n', '\n{"id":"a3\n');
  await writeFile(log, torn);
  expect(await registry.alias('champion')).toBe(two);
  await registry.promote(one, by);
  expect((await registry.history()).map(({ what }) => what)).toEqual([
    'register',
    'promote',
    'register',
    'promote',
    'promote',
  ]);
});

test('the first append puts the name of the log on the disk', async () => {
  const registry = fresh();
  const synced = vi.mocked(syncFolder);
  synced.mockClear();
  await registry.note([], by);
  expect(synced.mock.calls).toEqual([[registry.folder]]);
  synced.mockClear();
  await registry.note([], by);
  expect(synced.mock.calls).toEqual([]);
});

test('models of invented data and models of real data never share a registry', async () => {
  const sample = { name: '200 drawn creatives', invented: true };
  const own = { name: 'posts.csv', invented: false };
  const [of, real] = [fresh(), fresh()];
  const { id } = await of.register(await model('drawn'), { ...options, source: sample });
  expect(versionLine(await of.open(id))).toBe(`version ${id}, trained on 200 drawn creatives, invented`);
  await expect(of.register(await model('of posts'), { ...options, source: own })).rejects.toThrow(
    'holds models of invented data; register a model of your own data (posts.csv) in another registry',
  );
  // Of older versions the source is not known: they are taken for real ones.
  await real.register(await model('older'), options);
  await real.register(await model('newer'), { ...options, source: own });
  const refused = real.register(await model('drawn'), { ...options, source: sample });
  await expect(refused).rejects.toThrow('holds models of your own; register a model of invented data');
  expect((await real.list()).map(({ source }) => source)).toEqual([own, undefined]);
  // Two at once: what the later one copied in is gone again.
  const race = fresh();
  const both = await Promise.allSettled([
    race.register(await model('a'), { ...options, source: sample }),
    race.register(await model('b'), { ...options, source: own }),
  ]);
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await readdir(path.join(race.folder, 'versions'))).toHaveLength(1);
});

test('the sample answers while there is no model of real data', async () => {
  process.env.VITRINE_ROOT = path.join(root, `p${count++}`);
  try {
    const sample = new ModelRegistry(registryFolder('m', { invented: true }));
    await sample.register(await model('drawn'), { ...options, source: { name: 's', invented: true } });
    expect((await registryInUse('m')).folder).toBe(
      path.join(process.env.VITRINE_ROOT, 'outputs', 'registry', 'm-sample'),
    );
    await new ModelRegistry(registryFolder('m')).register(await model('own'), options);
    expect((await registryInUse('m')).folder).toBe(registryFolder('m'));
  } finally {
    delete process.env.VITRINE_ROOT;
  }
});

test('log and artefacts may be kept elsewhere than in files', async () => {
  const kept: RegistryEvent[] = [];
  const log: RegistryLog = {
    read: async () => ({ events: [...kept], last: String(kept.length) }),
    append: async (event, last) => {
      if (last !== String(kept.length)) return false;
      kept.push({ sequence: kept.length + 1, at: new Date().toISOString(), ...event });
      return true;
    },
  };
  const shelf = new Map<string, { record: VersionRecord; folder: string }>();
  const artefacts: RegistryArtefacts = {
    put: async (folder, record) => {
      shelf.set(record.id, { record, folder });
      return { folder: record.id, record: '' };
    },
    record: async ({ folder }) => shelf.get(folder)!.record,
    open: async ({ folder }) => shelf.get(folder)!,
    remove: async ({ folder }) => void shelf.delete(folder),
    sweep: async (live) => {
      for (const name of shelf.keys()) if (!live.has(name)) shelf.delete(name);
    },
  };
  const registry = new ModelRegistry('the table "models"', { log, artefacts });
  const ids: string[] = [];
  for (const name of ['x', 'y', 'z']) ids.push((await registry.register(await model(name), options)).id);
  const promoted = await Promise.allSettled(
    ids.map((id) => registry.promote(id, { ...by, ifChampion: null })),
  );
  expect(promoted.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const champion = (await registry.alias('champion')) as string;
  expect(await readFile(path.join((await registry.open('champion')).folder, 'model.json'), 'utf8')).toBe(
    'xyz'[ids.indexOf(champion)],
  );
  await registry.prune(0, by);
  expect([...shelf.keys()]).toEqual([champion]);
  await expect(registry.rollback(by)).rejects.toThrow('in the table "models"; promote a version');
});

test('a line that names an event which is no longer the last counts for nobody', async () => {
  const registry = fresh();
  const { id } = await registry.register(await model('u'), options);
  const log = path.join(registry.folder, 'log.jsonl');
  const late = unsealed(await readFile(log, 'utf8')).replace('"register"', '"promote"');
  await appendFile(log, late);
  expect(await registry.alias('champion')).toBe(null);
  await registry.promote(id, by);
  expect(await registry.history()).toHaveLength(2);
});

test('changes made at once are all made, one after the other; one of those for the same champion wins', async () => {
  const registry = fresh();
  const folders = await Promise.all(['1', '2', '3', '4'].map(model));
  const made = await Promise.all(
    [...folders, ...folders].map((folder) => registry.register(folder, options)),
  );
  expect(made.filter(({ created }) => created)).toHaveLength(4);
  const ids = [...new Set(made.map(({ id }) => id))];
  const promoted = await Promise.allSettled(
    ids.map((id) => registry.promote(id, { ...by, ifChampion: null })),
  );
  expect(promoted.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await registry.history()).toHaveLength(5);
});

test('killed at any moment, by two processes at once: nothing half done, nothing twice', {
  timeout: 60_000,
}, async () => {
  const registry = fresh();
  const folders = await Promise.all(['k1', 'k2', 'k3'].map(model));
  const script = `
    const { ModelRegistry } = await import(process.argv[1]);
    const registry = new ModelRegistry(process.argv[2]);
    const by = { who: String(process.pid), why: 'loop' };
    for (let i = 0; ; i++) {
      // Each round gets as far, however busy the machine; the kill comes somewhere after.
      if (i === 3) process.stdout.write('go');
      const { id } = await registry.register(process.argv[3 + (i % 3)], { ...by, dataHash: 'd' });
      // The other process may have pruned it before.
      await registry.promote(id, by).catch((error) => {
        if (!/is no version/.test(error.message)) throw error;
      });
      if (i % 4 === 3) await registry.prune(0, by);
    }`;
  const module = await childModule(
    path.join(import.meta.dirname, 'model-registry.ts'),
    path.join(root, 'child'),
  );
  const start = () =>
    spawn(process.execPath, ['--input-type=module', '-e', script, module, registry.folder, ...folders], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const errors: string[] = [];
  for (let round = 0; round < 3; round++) {
    await Promise.all(
      [start(), start()].map(async (child) => {
        child.stderr.on('data', (chunk) => errors.push(String(chunk)));
        const gone = new Promise((done) => child.once('exit', done));
        await Promise.race([new Promise((done) => child.stdout.once('data', done)), gone]);
        await new Promise((done) => setTimeout(done, 70 * Math.random()));
        child.kill('SIGKILL');
        await gone;
      }),
    );
    const champion = await registry.alias('champion');
    if (champion) await registry.open('champion');
    const listed = (await registry.list()).map(({ id }) => id);
    expect(new Set(listed).size).toBe(listed.length);
    const events = await registry.history();
    events.forEach((event, i) => {
      expect(event.sequence).toBe(i + 1);
    });
  }
  expect(errors).toEqual([]);
  expect((await registry.history()).length).toBeGreaterThan(3);
});
