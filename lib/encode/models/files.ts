import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { shownAddress } from '../../http/index.js';
import { ModelError } from '../../onnx/index.js';
import { projectPath, sha256File } from '../../store/index.js';
import { companionNames, companions, firstFile, isWhole, requireCompanions } from './companions.js';
import { ModelUnavailableError } from './errors.js';
import {
  type DownloadProgress,
  download,
  type HubTimeouts,
  hubEndpoint,
  hubUrl,
  whyUnreachable,
} from './hub.js';
import { findModel, type HubModel, type ModelKind, weightFree } from './registry.js';
import { modelCache, recordedHash, recordHash, verifyFile } from './verify.js';

/** A model whose files are on this machine and verified. */
export interface ModelFiles {
  /** For people: 'MiniLM (sentence-transformers/all-MiniLM-L6-v2)'. */
  readonly name: string;
  /** 'org/name', or the path of a local model. */
  readonly source: string;
  /** The hub's commit or branch; '' for a local path. */
  readonly revision: string;
  /** Absolute path of the ONNX file, and its SHA-256. */
  readonly model: string;
  readonly sha256: string;
  /** False where nobody said beforehand what the hash must be: a model of the user's choice, trusted at first sight. */
  readonly pinned: boolean;
  /** Where the files were: a path given by name, MODELS_DIR, the cache, or just fetched from the hub. */
  readonly origin: 'path' | 'MODELS_DIR' | 'cache' | 'hub';
  /** Files, by their path in the repository, of which nobody said beforehand what they must be. Those of the hub are recorded when they are fetched, and checked since. */
  readonly unpinned: readonly string[];
  /** The other files, by their path in the repository: { 'tokenizer.json': '/…/tokenizer.json' }. */
  readonly files: Readonly<Record<string, string>>;
  /** How token vectors become a text vector, where the model's files do not say it. */
  readonly pooling?: 'mean' | 'cls';
}

export interface FetchOptions {
  /** Whether 'auto' means the text model of many languages, for texts that are not English. Default false. */
  readonly multilingual?: boolean;
  readonly onProgress?: DownloadProgress;
  readonly timeouts?: HubTimeouts;
}

/** Tokenizers of large vocabularies have some 17 MB. */
const maxCompanionBytes = 64 * 2 ** 20;

/**
 * The verified files of a model: from a path, from MODELS_DIR, from the cache, or fetched once from the hub.
 * `name` is 'auto', a short name, 'org/name', or a path.
 * @throws {ModelUnavailableError} where they are nowhere here and the hub cannot be reached, else `ModelError`
 */
export async function modelFiles(
  kind: ModelKind,
  name: string,
  options: FetchOptions = {},
): Promise<ModelFiles> {
  const found = await findModel(kind, name, options.multilingual);
  if ('path' in found) return localFiles(kind, found.path);
  const present = await presentFiles(kind, found);
  if (present) return present;
  try {
    return await fetchFiles(kind, found, options);
  } catch (error) {
    if (!(error instanceof ModelUnavailableError) || name === 'auto') throw error;
    throw new ModelUnavailableError(`${titleOf(found)} cannot be had: ${error.message}; ${wayOut(found)}`, {
      cause: error,
    });
  }
}

/** Where a model is, or why it is nowhere; fetches nothing. For `vitrine doctor`. */
export interface ModelStatus {
  readonly name: string;
  readonly state: 'local' | 'reachable' | 'unreachable';
  /** The path of the file, the address on the hub, or the reason with the way out. */
  readonly detail: string;
}

/** Looks a model up on this machine, then asks the hub. @throws {ModelError} for an unknown name or a wrong hash */
export async function modelStatus(
  kind: ModelKind,
  name: string,
  { timeouts }: FetchOptions = {},
): Promise<ModelStatus> {
  if (name === weightFree[kind]) return { name, state: 'local', detail: 'needs no model file' };
  const found = await findModel(kind, name);
  const here = 'path' in found ? await localFiles(kind, found.path) : await presentFiles(kind, found);
  if (here) return { name: here.name, state: 'local', detail: here.model };
  const model = found as HubModel;
  const url = hubUrl(model.repo, model.revision, model.file);
  const reason = await whyUnreachable(url, timeouts);
  if (reason === null) return { name: titleOf(model), state: 'reachable', detail: shownAddress(url) };
  return { name: titleOf(model), state: 'unreachable', detail: `${reason}; ${wayOut(model)}` };
}

/** What to do where a model can be had neither here nor from the hub. */
export function wayOut({ repo, file }: Pick<HubModel, 'repo' | 'file'>): string {
  const missing =
    process.env.MODELS_DIR && !existsSync(projectPath(process.env.MODELS_DIR))
      ? ` (it is set to ${process.env.MODELS_DIR}, which does not exist)`
      : '';
  return `connect to a network, set HF_ENDPOINT to a mirror, or put ${file} and its companions into a folder ${repo} and set MODELS_DIR to the folder around it${missing}`;
}

function titleOf({ title, repo }: HubModel): string {
  return title === repo.split('/')[1] ? repo : `${title} (${repo})`;
}

async function localFiles(kind: ModelKind, local: string): Promise<ModelFiles> {
  const isFile = (await stat(local)).isFile();
  const folder = isFile ? path.dirname(local) : local;
  const model = isFile ? local : await firstFile(folder, ['onnx/model.onnx', 'model.onnx']);
  if (!model) {
    throw new ModelError(
      `${kind} model ${local} holds neither onnx/model.onnx nor model.onnx; export it to ONNX first`,
    );
  }
  const files = await companions(kind, folder, isFile ? [path.dirname(folder)] : []);
  requireCompanions(kind, files, folder);
  const sha256 = await sha256File(model);
  return {
    name: path.basename(local),
    source: local,
    revision: '',
    model,
    sha256,
    pinned: false,
    unpinned: [path.basename(model), ...Object.keys(files)],
    origin: 'path',
    files,
  };
}

/** The files of a hub model in MODELS_DIR or the cache; undefined where its ONNX file is in neither. */
async function presentFiles(kind: ModelKind, known: HubModel): Promise<ModelFiles | undefined> {
  const [org, name] = known.repo.split('/');
  const base = process.env.MODELS_DIR ? projectPath(process.env.MODELS_DIR) : undefined;
  const places: [string, ModelFiles['origin']][] = [
    ...(base ? [path.join(base, org, name), path.join(base, name)] : []).map(
      (folder): [string, ModelFiles['origin']] => [folder, 'MODELS_DIR'],
    ),
    [cacheFolder(known), 'cache'],
  ];
  for (const [folder, origin] of places) {
    const model = await firstFile(folder, [known.file, 'onnx/model.onnx', 'model.onnx']);
    if (!model) continue;
    const files = await companions(kind, folder);
    if (origin === 'cache' && !(await isWhole(kind, known, folder, files))) continue;
    requireCompanions(kind, files, folder);
    const sha256 = await verified(model, known.sha256, origin);
    for (const [name, file] of Object.entries(files)) {
      await verified(file, known.companions?.[name], origin);
    }
    return describe(known, model, sha256, origin, files);
  }
  return undefined;
}

/** Checks a file against its pin, in the cache else against what was recorded first. Returns its SHA-256. */
async function verified(
  file: string,
  pin: string | undefined,
  origin: ModelFiles['origin'],
): Promise<string> {
  if (origin === 'MODELS_DIR') {
    const wayOut = 'put the pinned file there, or, to use this one as it is, give its path as the model';
    return verifyFile(file, pin, wayOut);
  }
  const expected = pin ?? (await recordedHash(file));
  const sha256 = await verifyFile(file, expected, 'delete it, and it is fetched again');
  if (expected === undefined) await recordHash(file, sha256);
  return sha256;
}

async function fetchFiles(kind: ModelKind, known: HubModel, options: FetchOptions): Promise<ModelFiles> {
  const folder = cacheFolder(known);
  const { required, optional } = companionNames[kind];
  const missing = (file: string) =>
    new ModelUnavailableError(
      `${known.repo} (${known.revision}) at ${shownAddress(hubEndpoint())} has no ${file}; choose a model with an ONNX export, or check its name`,
    );
  const files: Record<string, string> = {};
  // The ONNX file comes last: once it is there, the model is complete.
  for (const file of [...required, ...optional]) {
    const target = path.join(folder, file);
    const expected = { maxBytes: maxCompanionBytes, sha256: known.companions?.[file] };
    const hash = await download(hubUrl(known.repo, known.revision, file), target, expected, options);
    if (hash !== null) {
      files[file] = target;
      await recordHash(target, hash);
    } else if (required.includes(file)) throw missing(file);
  }
  const model = path.join(folder, known.file);
  const sha256 = await download(hubUrl(known.repo, known.revision, known.file), model, known, options);
  if (sha256 === null) throw missing(known.file);
  await recordHash(model, sha256);
  return describe(known, model, sha256, 'hub', files);
}

function describe(
  known: HubModel,
  model: string,
  sha256: string,
  origin: ModelFiles['origin'],
  files: Record<string, string>,
): ModelFiles {
  const { repo: source, revision, pooling } = known;
  const pinned = known.sha256 !== undefined;
  const unpinned = [
    ...(pinned ? [] : [known.file]),
    ...Object.keys(files).filter((name) => !known.companions?.[name]),
  ];
  const name = titleOf(known);
  return { name, source, revision, model, sha256, pinned, unpinned, origin, files, pooling };
}

function cacheFolder({ repo, revision }: HubModel): string {
  return path.join(modelCache(), ...repo.split('/'), revision);
}
