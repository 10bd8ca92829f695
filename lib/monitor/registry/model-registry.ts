import path from 'node:path';
import { ArgumentError, shown, UserError } from '../../errors/index.js';
import { projectPath } from '../../store/index.js';
import { ConflictError } from '../errors.js';
import type { ArtefactPlace, RegistryArtefacts } from './artefacts.js';
import type { NewEvent, RegistryEvent, RegistryLog } from './events.js';
import { artefactFiles, FileArtefacts } from './file-artefacts.js';
import { FileLog } from './file-log.js';
import { type RegistryState, stateAfter } from './state.js';
import { contentHash, type DataSource, type VersionRecord } from './version.js';

/** Who changes a registry and why; both go into its log. */
export interface Change {
  readonly who: string;
  readonly why: string;
  /** A second change with the same key does nothing: for jobs that may be killed and run again. */
  readonly key?: string;
  /** Numbers behind the decision, for the log. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface RegisterOptions extends Omit<Change, 'key'> {
  /** Figures of the version, by name. */
  readonly metrics?: Readonly<Record<string, number>>;
  /** SHA-256 of the data that it was fitted to. */
  readonly dataHash: string;
  /** Where the data come from. Default data of one's own that have no name. */
  readonly source?: DataSource;
  /** Parameters of the training, by name. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export type Alias = 'champion' | 'candidate';

export interface ListedVersion extends VersionRecord {
  readonly aliases: readonly Alias[];
}

export interface OpenVersion extends ListedVersion {
  /** The folder of the artefacts, checked against their checksums. */
  readonly folder: string;
}

/**
 * Where the registry of a model is, unless told otherwise: `outputs/registry/<model>` of the project, and
 * `outputs/registry/<model>-sample` for models of invented data.
 * @param options.root another folder than `outputs/`
 * @throws {ArgumentError} for a name that is no name of a folder
 */
export function registryFolder(
  model: string,
  options: { readonly invented?: boolean; readonly root?: string } = {},
): string {
  if (!/^[\w-]+$/.test(model)) {
    throw new ArgumentError(`${shown(model)} is no name of a model; use letters, digits, - and _`);
  }
  const { invented = false, root = projectPath('outputs') } = options;
  return path.join(root, 'registry', invented ? `${model}-sample` : model);
}

/** The registry that answers for a model: that of one's own data, or the sample's while there is no model of one's own. */
export async function registryInUse(model: string): Promise<ModelRegistry> {
  const own = new ModelRegistry(registryFolder(model));
  if ((await own.history()).some(({ what }) => what === 'register')) return own;
  return new ModelRegistry(registryFolder(model, { invented: true }));
}

/**
 * The versions of one model in a folder: immutable artefacts under `versions/`, and `log.jsonl`, the one record of
 * what is registered, which version is champion and which candidate. A change is one appended line, on the disk before
 * the call returns; of two processes that change at once, one decides again on what the other wrote. Killed at any
 * moment, a change has happened whole or not at all. The folder belongs on a local disk: network file systems do not
 * append atomically.
 *
 * @example
 * const registry = new ModelRegistry(registryFolder('creative'));
 * const { id } = await registry.register('work/model', { dataHash, metrics: { r2: 0.74 }, who: 'ci', why: 'weekly' });
 * await registry.promote(id, { who: 'ci', why: 'better on held-out rows, p = 0.003' });
 * const { folder } = await registry.open('champion');
 */
export class ModelRegistry {
  readonly folder: string;
  readonly #log: RegistryLog;
  readonly #artefacts: RegistryArtefacts;

  /**
   * @param folder where the registry is; messages name it
   * @param parts other places for log and artefacts than files in the folder, such as a database
   */
  constructor(
    folder: string,
    parts: { readonly log?: RegistryLog; readonly artefacts?: RegistryArtefacts } = {},
  ) {
    this.folder = folder;
    this.#log = parts.log ?? new FileLog(path.join(folder, 'log.jsonl'));
    this.#artefacts = parts.artefacts ?? new FileArtefacts(path.join(folder, 'versions'));
  }

  /**
   * Copies a folder of artefacts in as a version. The same files give the same version: registered already, nothing
   * changes, and its first metrics stay. A registry holds models of one's own data or of invented data, never both.
   * @throws {UserError} for an empty folder, metrics that are not finite, or a model of the other kind of data
   */
  async register(artefacts: string, options: RegisterOptions): Promise<{ id: string; created: boolean }> {
    const { metrics = {}, dataHash, source, parameters = {} } = options;
    const odd = Object.entries(metrics).find(([, value]) => !Number.isFinite(value));
    if (odd) throw new UserError(`metric ${shown(odd[0])} is ${odd[1]}; register finite numbers`);
    const files = await artefactFiles(artefacts);
    const hash = contentHash(files);
    const id = hash.slice(0, 12);
    const record: VersionRecord = {
      id,
      contentHash: hash,
      created: new Date().toISOString(),
      metrics,
      dataHash,
      ...(source && { source }),
      parameters,
      files,
    };
    const isNew = ({ versions }: RegistryState) => {
      this.#refuseMixture(versions.values(), source);
      return !versions.has(id);
    };
    if (!isNew(await this.#state())) return { id, created: false };
    const place = await this.#artefacts.put(artefacts, record);
    const details = { ...options.details, ...(source && { source }), ...place };
    const event = await this.#change(options, (state) =>
      isNew(state) ? { what: 'register', versions: [id], details } : null,
    ).catch(async (cause) => {
      await this.#artefacts.remove(place);
      throw cause;
    });
    // Another process registered the same files meanwhile.
    if (!event) await this.#artefacts.remove(place);
    return { id, created: event !== null };
  }

  /** Points the alias `candidate` to a version. Returns whether anything changed. */
  async setCandidate(ref: string, change: Change): Promise<boolean> {
    return this.#changed(change, (state) => {
      const id = resolve(state, ref, this.folder);
      return state.candidate === id ? null : { what: 'candidate', versions: [id] };
    });
  }

  /**
   * Makes a version the champion; the former one is where `rollback` leads. Returns whether anything changed.
   * @param change.ifChampion promotes only if this is the champion still (null: if there is none yet)
   * @throws {ConflictError} where it is not; {UserError} for an unknown version; {StoreError} for damaged artefacts
   */
  async promote(ref: string, change: Change & { readonly ifChampion?: string | null }): Promise<boolean> {
    const { ifChampion, ...rest } = change;
    await this.open(ref);
    return this.#changed(rest, (state) => {
      const id = resolve(state, ref, this.folder);
      if (ifChampion !== undefined && state.champion !== ifChampion) {
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
   * @throws {UserError} where there was none before
   */
  async rollback(change: Change): Promise<string> {
    const before = await this.#state();
    const made = await this.#change(change, ({ former, champion }) => {
      const id = former.at(-1);
      if (!id) {
        throw new UserError(
          `there is no champion before ${champion ?? 'the first'} in ${this.folder}; promote a version instead`,
        );
      }
      return { what: 'rollback', versions: [id] };
    });
    return made?.versions[0] ?? before.keys.get(change.key ?? '')?.versions[0] ?? (before.champion as string);
  }

  /** Logs a decision that changed nothing, as that a candidate was not better. Returns whether the note is new. */
  async note(versions: readonly string[], change: Change): Promise<boolean> {
    return this.#changed(change, () => ({ what: 'note', versions }));
  }

  /** All versions, the newest first. */
  async list(): Promise<ListedVersion[]> {
    const state = await this.#state();
    const versions: ListedVersion[] = [];
    for (const [id, event] of state.versions) {
      const record = await this.#unlessPruned(id, () => this.#artefacts.record(placeOf(event)));
      if (record) versions.push({ ...record, aliases: aliasesOf(state, id) });
    }
    return versions.reverse();
  }

  /** The id that an alias points to, or null. */
  async alias(name: Alias): Promise<string | null> {
    return (await this.#state())[name];
  }

  /** Every change, the oldest first. */
  async history(): Promise<readonly RegistryEvent[]> {
    return (await this.#log.read()).events;
  }

  /** The change that was made under a key, if any. */
  async changeOf(key: string): Promise<RegistryEvent | undefined> {
    return (await this.#state()).keys.get(key);
  }

  /**
   * A version by alias, id, or the first 4 digits or more of an id, its files checked against their checksums.
   * @throws {UserError} for an unknown one (naming those there are); {StoreError} for a file that was changed
   */
  async open(ref: string): Promise<OpenVersion> {
    const state = await this.#state();
    const id = resolve(state, ref, this.folder);
    const event = state.versions.get(id) as RegistryEvent;
    const found = await this.#unlessPruned(id, () => this.#artefacts.open(placeOf(event)));
    return found ? { ...found.record, aliases: aliasesOf(state, id), folder: found.folder } : this.open(ref);
  }

  /**
   * Deletes old versions but for the newest `keep`, the champion, the candidate and the version that `rollback` would
   * return to.
   * @returns the ids deleted
   * @throws {ArgumentError} for a number that is not whole or below 0
   */
  async prune(keep: number, change: Change): Promise<string[]> {
    if (!Number.isInteger(keep) || keep < 0) {
      throw new ArgumentError(`keep is ${shown(keep)}; give a whole number from 0 up`);
    }
    const event = await this.#change(change, (state) => {
      const safe = new Set([
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

  /** What `read` gives; nothing where it failed because another process has pruned the version meanwhile. */
  async #unlessPruned<T>(id: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (cause) {
      if ((await this.#state()).versions.has(id)) throw cause;
      return undefined;
    }
  }

  async #state(): Promise<RegistryState> {
    return stateAfter((await this.#log.read()).events);
  }

  async #changed(change: Change, decide: (state: RegistryState) => Decision | null): Promise<boolean> {
    return (await this.#change(change, decide)) !== null;
  }

  /** Compare and swap: decides on the state as it is, appends, and decides again if another process came first. */
  async #change(change: Change, decide: (state: RegistryState) => Decision | null): Promise<NewEvent | null> {
    for (const field of ['who', 'why'] as const) {
      if (!change[field]?.trim())
        throw new ArgumentError(`${field} is empty; the log of a registry says who and why`);
    }
    const { who, why, key, details } = change;
    for (;;) {
      const { events, last } = await this.#log.read();
      const state = stateAfter(events);
      if (key !== undefined && state.keys.has(key)) return null;
      const decision = decide(state);
      if (!decision) return null;
      const event = { who, why, key, details, ...decision };
      if (await this.#log.append(event, last)) return event;
    }
  }

  #refuseMixture(versions: Iterable<RegistryEvent>, source: DataSource | undefined): void {
    const invented = source?.invented ?? false;
    for (const { details } of versions) {
      const there = details?.source as DataSource | undefined;
      if ((there?.invented ?? false) === invented) continue;
      const [of, name] = invented ? ['invented data', 'your own'] : ['your own data', 'invented data'];
      throw new UserError(
        `${this.folder} holds models of ${name}; register a model of ${of} (${source?.name ?? 'unnamed'}) in another registry`,
      );
    }
  }

  async #sweep(): Promise<void> {
    const events = await this.history();
    const folders = (list: Iterable<RegistryEvent>) =>
      new Set(Array.from(list, (event) => placeOf(event).folder));
    await this.#artefacts.sweep(
      folders(stateAfter(events).versions.values()),
      folders(events.filter((event) => event.what === 'register')),
    );
  }
}

function placeOf({ details }: RegistryEvent): ArtefactPlace {
  return { folder: String(details?.folder), record: String(details?.record) };
}

type Decision = Pick<NewEvent, 'what' | 'versions' | 'details'>;

function aliasesOf(state: RegistryState, id: string): Alias[] {
  return (['champion', 'candidate'] as const).filter((alias) => state[alias] === id);
}

function resolve(state: RegistryState, ref: string, folder: string): string {
  const ids = [...state.versions.keys()];
  if (ref === 'champion' || ref === 'candidate') {
    const id = state[ref];
    if (id) return id;
    const newest = ids.at(-1);
    throw new UserError(
      newest
        ? `there is no ${ref} in ${folder} yet; name a version, as ${newest}, or make it the champion: vitrine registry promote ${path.basename(folder)} ${newest} --why TEXT`
        : `there is no ${ref} in ${folder} yet, and no version`,
    );
  }
  const found = ref.length >= 4 ? ids.filter((id) => id.startsWith(ref)) : [];
  if (found.length === 1) return found[0];
  const choice = ids.slice(-5).reverse().join(', ') || 'none yet';
  const problem = found.length > 1 ? 'begins several versions' : 'is no version';
  throw new UserError(`${shown(ref)} ${problem} in ${folder}; the newest are: ${choice}`);
}
