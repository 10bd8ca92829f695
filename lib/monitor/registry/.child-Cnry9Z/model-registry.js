import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import {
  access,
  constants,
  copyFile,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join, relative, resolve as resolve$1, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

class UserError extends Error {
  constructor(message, options) {
    super(message.replace(/\s*\n\s*/g, ' '), options);
    this.name = new.target.name;
  }
  /** In a notebook the message stands alone too, without a stack of our own files; `VITRINE_DEBUG=1` shows it. */
  [/* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom')]() {
    return process.env.VITRINE_DEBUG ? String(this.stack) : `${this.name}: ${this.message}`;
  }
}
class ArgumentError extends UserError {}
function messageOf(thrown) {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
function shown(value, maxLength = 60) {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}
class StoreError extends UserError {}
const reasons = {
  ENOSPC: 'the disk is full; free some space or choose a folder on another disk',
  EDQUOT: 'the disk quota is used up; free some space or choose a folder on another disk',
  EACCES: 'permission denied; make the folder writable or choose another one',
  EPERM: 'the operation is not permitted; make the folder writable or choose another one',
  EROFS: 'the file system is read-only; choose a folder on another one',
  EEXIST: 'a file is in the way; move it away or choose another path',
  ENOTDIR: 'a part of the path is a file, not a folder; move that file away or choose another path',
  EISDIR: 'it is a folder, not a file',
  ENOENT: 'there is no such file or folder',
  EMFILE: 'too many files are open; close some programs or raise the limit (ulimit -n)',
};
function storeError(what, path, cause) {
  const code = cause?.code ?? '';
  return new StoreError(`cannot ${what} ${path}: ${reasons[code] ?? messageOf(cause)}`, { cause });
}
async function syncFolder(folder) {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
async function makeFolder(folder) {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw storeError('make', folder, await realCause(folder, cause));
  }
}
async function realCause(folder, cause) {
  if (cause.code !== 'ENOENT') return cause;
  for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) {
    if (!(await stat(above).catch(() => null))) continue;
    return access(above, constants.W_OK).then(
      () => cause,
      (refused) => refused,
    );
  }
  return cause;
}
async function writeAtomically(path, write) {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
  try {
    await makeFolder(folder);
    const handle = await open(temporary, 'wx');
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw cause instanceof StoreError ? cause : storeError('write', path, cause);
  }
}
function writeFileAtomic(path, data) {
  return writeAtomically(path, (handle) => handle.writeFile(data));
}
function writeJson(path, value) {
  return writeFileAtomic(
    path,
    `${JSON.stringify(value, null, 2)}
`,
  );
}
async function readJson(path, parse) {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw storeError('read', path, cause);
  });
  try {
    return parse(JSON.parse(text));
  } catch (cause) {
    throw new StoreError(`${path} is damaged or was written by another version: ${describe(cause)}`, {
      cause,
    });
  }
}
function describe(cause) {
  const issues = cause.issues;
  const first = issues?.[0];
  return first ? `${first.path.join('.') || 'the whole'}: ${first.message}` : messageOf(cause);
}
function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}
async function sha256File(path) {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  } catch (cause) {
    throw storeError('read', path, cause);
  }
  return hash.digest('hex');
}
Buffer.from('VITREMB1', 'latin1');
z.object({ encoderId: z.string(), dim: z.number().int().positive() });
Buffer.from('NUMPY\0', 'latin1');
function projectRoot() {
  if (process.env.VITRINE_ROOT) return resolve$1(process.env.VITRINE_ROOT);
  const start = process.cwd();
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'notebooks'))) return folder;
    if (dirname(folder) === folder) return start;
  }
}
function projectPath(...parts) {
  return resolve$1(projectRoot(), ...parts);
}
z.object({
  job: z.string(),
  id: z.string(),
  finished: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});
z.object({ run: z.string().regex(/^[\w-]+$/), manifest: z.string() });
class MonitorError extends UserError {}
class ConflictError extends MonitorError {}
async function artefactFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw storeError('read', folder, cause);
  });
  const odd = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (odd) {
    throw new MonitorError(
      `${join(odd.parentPath, odd.name)} is neither a file nor a folder; register copies of what links point to`,
    );
  }
  const files = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.push({
      path: relative(folder, path).split(sep).join('/'),
      bytes: (await stat(path)).size,
      sha256: await sha256File(path),
    });
  }
  if (files.length === 0) throw new MonitorError(`${folder} holds no files; a version needs at least one`);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
function contentHash(files) {
  return sha256(
    files
      .map(
        (file) => `${file.sha256} ${file.path}
`,
      )
      .join(''),
  );
}
async function copyArtefacts(from, to, files) {
  const folders = /* @__PURE__ */ new Set([to]);
  for (const file of files) {
    const target = join(to, ...file.path.split('/'));
    try {
      await mkdir(dirname(target), { recursive: true });
      await copyFile(join(from, ...file.path.split('/')), target);
      const handle = await open(target, 'r+');
      await handle.sync().finally(() => handle.close());
    } catch (cause) {
      throw storeError('copy to', target, cause);
    }
    for (let above = dirname(target); above !== to; above = dirname(above)) folders.add(above);
  }
  for (const folder of folders) await syncFolder(folder);
}
async function checkArtefacts(folder, files) {
  for (const file of files) {
    const path = join(folder, ...file.path.split('/'));
    const size = (await stat(path).catch(() => null))?.size;
    if (size !== file.bytes || (await sha256File(path)) !== file.sha256) {
      const state = size === void 0 ? 'missing' : 'not what was registered';
      throw new MonitorError(
        `${path} is ${state}; restore it from a copy, or roll back to another version of the registry`,
      );
    }
  }
}
const eventKinds = ['register', 'candidate', 'promote', 'rollback', 'prune', 'note'];
const lineSchema = z.object({
  id: z.string(),
  after: z.string(),
  at: z.string(),
  who: z.string(),
  what: z.enum(eventKinds),
  why: z.string(),
  versions: z.array(z.string()),
  key: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
async function readLog(path) {
  const text = await readFile(path, 'utf8').catch((cause) => {
    if (cause.code === 'ENOENT') return '';
    throw storeError('read', path, cause);
  });
  const events = [];
  const ids = [];
  for (const line of text.split('\n')) {
    const parsed = parseLine(line);
    if (!parsed || parsed.after !== lastOf(ids)) continue;
    const { id, after: _, ...event } = parsed;
    ids.push(id);
    events.push({ sequence: events.length + 1, ...event });
  }
  return { events, ids, torn: text !== '' && !text.endsWith('\n') };
}
async function appendEvent(path, log, event) {
  const id = randomBytes(8).toString('hex');
  const line = JSON.stringify({
    id,
    after: lastOf(log.ids),
    at: /* @__PURE__ */ new Date().toISOString(),
    ...event,
  });
  await makeFolder(dirname(path));
  try {
    const handle = await open(path, 'a');
    try {
      await handle.appendFile(`${log.torn ? '\n' : ''}${line}
`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw storeError('write', path, cause);
  }
  return (await readLog(path)).ids.includes(id);
}
function lastOf(ids) {
  return ids[ids.length - 1] ?? '';
}
function parseLine(line) {
  if (line === '') return void 0;
  try {
    return lineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return void 0;
  }
}
function stateAfter(events) {
  const versions = /* @__PURE__ */ new Map();
  const keys = /* @__PURE__ */ new Map();
  let champion = null;
  let candidate = null;
  let former = [];
  for (const event of events) {
    if (event.key !== void 0) keys.set(event.key, event);
    const [id] = event.versions;
    if (event.what === 'register') versions.set(id, event);
    if (event.what === 'candidate') candidate = id;
    if (event.what === 'promote') {
      if (champion) former.push(champion);
      champion = id;
      if (candidate === id) candidate = null;
    }
    if (event.what === 'rollback') {
      champion = id;
      former.pop();
    }
    if (event.what === 'prune') {
      for (const gone of event.versions) versions.delete(gone);
      former = former.filter((version) => versions.has(version));
    }
  }
  return { versions, champion, candidate, former, keys };
}
const schema = z.object({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  contentHash: z.string(),
  created: z.string(),
  metrics: z.record(z.string(), z.number()),
  dataHash: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  files: z.array(
    z.object({
      path: z
        .string()
        .refine((path) => path.split('/').every((part) => part !== '..' && part !== ''), 'leaves the folder'),
      bytes: z.number(),
      sha256: z.string(),
    }),
  ),
});
const versionFileName = 'version.json';
const artefactsName = 'artefacts';
async function readVersion(folder, fileHash) {
  const path = join(folder, versionFileName);
  const text = await readFile(path).catch((cause) => {
    throw storeError('read', path, cause);
  });
  const record = await readJson(path, schema.parse);
  if (sha256(text) !== fileHash || contentHash(record.files) !== record.contentHash) {
    throw new MonitorError(`${path} was changed after its registration; restore it from a copy`);
  }
  return record;
}
const abandonedAfterMs = 24 * 60 * 60 * 1e3;
function registryFolder(model) {
  if (!/^[\w-]+$/.test(model)) {
    throw new ArgumentError(`${shown(model)} is no name of a model; use letters, digits, - and _`);
  }
  return projectPath('outputs', 'registry', model);
}
class ModelRegistry {
  folder;
  #log;
  constructor(folder) {
    this.folder = folder;
    this.#log = join(folder, 'log.jsonl');
  }
  /**
   * Copies a folder of artefacts in as a version. The same files give the same version: registered already, nothing
   * changes, and its first metrics stay.
   * @throws {MonitorError} for an empty folder or metrics that are not finite
   */
  async register(artefacts, options) {
    const { metrics = {}, dataHash, parameters = {} } = options;
    const odd = Object.entries(metrics).find(([, value]) => !Number.isFinite(value));
    if (odd) throw new MonitorError(`metric ${shown(odd[0])} is ${odd[1]}; register finite numbers`);
    const files = await artefactFiles(artefacts);
    const hash = contentHash(files);
    const id = hash.slice(0, 12);
    const record = {
      id,
      contentHash: hash,
      created: /* @__PURE__ */ new Date().toISOString(),
      metrics,
      dataHash,
      parameters,
      files,
    };
    for (;;) {
      await this.#place(artefacts, record);
      const fileHash = await sha256File(join(this.#version(id), versionFileName));
      const event = await this.#change(options, ({ versions }) =>
        versions.has(id)
          ? null
          : { what: 'register', versions: [id], details: { ...options.details, record: fileHash } },
      );
      if (await exists(this.#version(id))) return { id, created: event !== null };
    }
  }
  /** Points the alias `candidate` to a version. Returns whether anything changed. */
  async setCandidate(ref, change) {
    return this.#changed(change, (state) => {
      const id = resolve(state, ref, this.folder);
      return state.candidate === id ? null : { what: 'candidate', versions: [id] };
    });
  }
  /**
   * Makes a version the champion; the former one is where `rollback` leads. Returns whether anything changed.
   * @param change.ifChampion promotes only if this is the champion still (null: if there is none yet)
   * @throws {ConflictError} where it is not; {MonitorError} for an unknown version or damaged artefacts
   */
  async promote(ref, change) {
    const { ifChampion, ...rest } = change;
    await this.open(ref);
    return this.#changed(rest, (state) => {
      const id = resolve(state, ref, this.folder);
      if (ifChampion !== void 0 && state.champion !== ifChampion) {
        throw new ConflictError(
          `the champion in ${this.folder} is now ${state.champion ?? 'none'}, not ${ifChampion ?? 'none'}; compare again`,
        );
      }
      return state.champion === id ? null : { what: 'promote', versions: [id] };
    });
  }
  /**
   * Makes the champion before the present one champion again; a second call goes one further back.
   * @returns the id of the champion now
   * @throws {MonitorError} where there was none before
   */
  async rollback(change) {
    const before = await this.#state();
    const made = await this.#change(change, ({ former, champion }) => {
      const id = former.at(-1);
      if (!id) {
        throw new MonitorError(
          `there is no champion before ${champion ?? 'the first'} in ${this.folder}; promote a version instead`,
        );
      }
      return { what: 'rollback', versions: [id] };
    });
    return made?.versions[0] ?? before.keys.get(change.key ?? '')?.versions[0] ?? before.champion;
  }
  /** Logs a decision that changed nothing, as that a candidate was not better. Returns whether the note is new. */
  async note(versions, change) {
    return this.#changed(change, () => ({ what: 'note', versions }));
  }
  /** All versions, the newest first. */
  async list() {
    const state = await this.#state();
    const versions = [];
    for (const [id, event] of state.versions) {
      versions.push({
        ...(await readVersion(this.#version(id), event.details?.record)),
        aliases: aliasesOf(state, id),
      });
    }
    return versions.reverse();
  }
  /** The id that an alias points to, or null. */
  async alias(name) {
    return (await this.#state())[name];
  }
  /** Every change, the oldest first. */
  async history() {
    return (await readLog(this.#log)).events;
  }
  /** The change that was made under a key, if any. */
  async changeOf(key) {
    return (await this.#state()).keys.get(key);
  }
  /**
   * A version by alias, id, or the first 4 digits or more of an id, its files checked against their checksums.
   * @throws {MonitorError} for an unknown one (naming those there are), or a file that was changed
   */
  async open(ref) {
    const state = await this.#state();
    const id = resolve(state, ref, this.folder);
    const record = await readVersion(this.#version(id), state.versions.get(id)?.details?.record);
    const folder = join(this.#version(id), artefactsName);
    await checkArtefacts(folder, record.files);
    return { ...record, aliases: aliasesOf(state, id), folder };
  }
  /**
   * Deletes old versions but for the newest `keep`, the champion, the candidate and the version that `rollback` would
   * return to.
   * @returns the ids deleted
   */
  async prune(keep, change) {
    if (!Number.isInteger(keep) || keep < 0) {
      throw new ArgumentError(`keep is ${shown(keep)}; give a whole number from 0 up`);
    }
    const event = await this.#change(change, (state) => {
      const safe = /* @__PURE__ */ new Set([
        ...[...state.versions.keys()].slice(state.versions.size - Math.min(keep, state.versions.size)),
        state.champion,
        state.candidate,
        state.former.at(-1),
      ]);
      const old = [...state.versions.keys()].filter((id) => !safe.has(id));
      return old.length ? { what: 'prune', versions: old } : null;
    });
    await this.#sweep();
    return [...(event?.versions ?? [])];
  }
  #version(id) {
    return join(this.folder, 'versions', id);
  }
  async #state() {
    return stateAfter((await readLog(this.#log)).events);
  }
  async #changed(change, decide) {
    return (await this.#change(change, decide)) !== null;
  }
  /** Compare and swap: decides on the state as it is, appends, and decides again if another process came first. */
  async #change(change, decide) {
    for (const field of ['who', 'why']) {
      if (!change[field]?.trim())
        throw new ArgumentError(`${field} is empty; the log of a registry says who and why`);
    }
    const { who, why, key, details } = change;
    for (;;) {
      const log = await readLog(this.#log);
      const state = stateAfter(log.events);
      if (key !== void 0 && state.keys.has(key)) return null;
      const decision = decide(state);
      if (!decision) return null;
      const event = { who, why, key, details, ...decision };
      if (await appendEvent(this.#log, log, event)) return event;
    }
  }
  /** Moves a whole copy of the artefacts into place, unless it is there. */
  async #place(artefacts, record) {
    const final = this.#version(record.id);
    if (await exists(final)) return;
    const staging = join(this.folder, 'versions', `.staging-${randomBytes(6).toString('hex')}`);
    try {
      await makeFolder(staging);
      await copyArtefacts(artefacts, join(staging, artefactsName), record.files);
      await checkArtefacts(join(staging, artefactsName), record.files);
      await writeJson(join(staging, versionFileName), record);
      await rename(staging, final);
      await syncFolder(join(this.folder, 'versions'));
    } catch (cause) {
      await rm(staging, { recursive: true, force: true });
      if (await exists(final)) return;
      throw cause instanceof Error && 'code' in cause
        ? storeError('place a version in', final, cause)
        : cause;
    }
  }
  /** Removes folders that no registration names: pruned ones at once, those of killed registrations after a day. */
  async #sweep() {
    const root = join(this.folder, 'versions');
    const events = await this.history();
    const pruned = new Set(
      events.filter((event) => event.what === 'prune').flatMap((event) => event.versions),
    );
    for (const name of await readdir(root).catch(() => [])) {
      if ((await this.#state()).versions.has(name)) continue;
      const path = join(root, name);
      const changed = (await stat(path).catch(() => null))?.mtimeMs ?? Number.POSITIVE_INFINITY;
      if (!pruned.has(name) && Date.now() - changed < abandonedAfterMs) continue;
      const trash = join(root, `.staging-${randomBytes(6).toString('hex')}`);
      await rename(path, trash).catch(() => {});
      if (
        (await this.#state()).versions.has(name) &&
        (await rename(trash, path).then(
          () => true,
          () => false,
        ))
      )
        continue;
      await rm(trash, { recursive: true, force: true });
    }
  }
}
function aliasesOf(state, id) {
  return ['champion', 'candidate'].filter((alias) => state[alias] === id);
}
function resolve(state, ref, folder) {
  if (ref === 'champion' || ref === 'candidate') {
    const id = state[ref];
    if (!id) throw new MonitorError(`there is no ${ref} in ${folder} yet; name a version by its id`);
    return id;
  }
  const ids = [...state.versions.keys()];
  const found = ref.length >= 4 ? ids.filter((id) => id.startsWith(ref)) : [];
  if (found.length === 1) return found[0];
  const choice = ids.slice(-5).reverse().join(', ') || 'none yet';
  const problem = found.length > 1 ? 'begins several versions' : 'is no version';
  throw new MonitorError(`${shown(ref)} ${problem} in ${folder}; the newest are: ${choice}`);
}
async function exists(path) {
  return (await stat(path).catch(() => null)) !== null;
}

export { ModelRegistry, registryFolder };
