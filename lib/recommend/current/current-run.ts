import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ArgumentError, shown } from '../../errors/index.js';
import { projectPath, StoreError, sha256File, verifyRun } from '../../store/index.js';
import { commandTo } from '../../store/package/index.js';
import { files, job } from '../saved-run.js';
import { catalogOf, catalogRegistry, type RunCatalog } from './catalog-of.js';
import { readPointer } from './run-pointer.js';

/** The run that answers for a catalogue. */
export interface CurrentRun {
  readonly folder: string;
  readonly catalog: RunCatalog;
  /** Its version in the catalogue's registry; null for a run of before there was one, or where the registered run is gone. */
  readonly version: string | null;
  /** For people: which run of which catalogue, and which others there are. */
  readonly from: string;
}

/**
 * The run in use, its files checked: the champion of the catalogue's registry. Without a name the catalogue is the one of
 * one's own with the newest run, the sample only where there is none.
 * @throws {StoreError} where there is no run, or a file of it is missing or was changed; {ArgumentError} for an unknown catalogue
 */
export async function currentRun(name?: string): Promise<CurrentRun> {
  const all = await currentRuns();
  if (all.length === 0) {
    throw new StoreError(
      `there is no finished run in ${projectPath('outputs', job)}; make one with: ${commandTo('run')}`,
    );
  }
  const found = name === undefined ? all[0] : all.find(({ catalog }) => catalog.name === name);
  const names = all.map(({ catalog }) => catalog.name);
  if (!found) {
    throw new ArgumentError(`there is no run of a catalogue ${shown(name)}; there are ${names.join(', ')}`);
  }
  const { folder, catalog, pointer } = found;
  await verifyRun(folder);
  if (pointer && (await sha256File(path.join(folder, files.config))) !== pointer.config) {
    throw new StoreError(
      `${folder} is not the run that was registered; restore it or run the notebook again`,
    );
  }
  const state = pointer ? `version ${pointer.version} (champion)` : 'not in the registry';
  const others = names.filter((other) => other !== catalog.name);
  const rest = others.length > 0 ? `; other catalogues: ${others.join(', ')}` : '';
  const from = `run ${catalog.run} of ${catalog.title}, ${state}${rest}`;
  return { folder, catalog, version: pointer?.version ?? null, from };
}

interface Found {
  readonly folder: string;
  readonly catalog: RunCatalog;
  readonly pointer: { readonly version: string; readonly config: string } | null;
}

/** One run a catalogue: those of one's own before the sample, the newest first. */
async function currentRuns(): Promise<Found[]> {
  const newest = new Map<string, Found>();
  for (const found of await finishedRuns()) newest.set(found.catalog.name, found);
  const used = await Promise.all(
    [...newest.values()].map(async (found) => (await championOf(found)) ?? found),
  );
  return used.sort(
    (a, b) =>
      Number(a.catalog.invented) - Number(b.catalog.invented) || (a.catalog.run < b.catalog.run ? 1 : -1),
  );
}

/** The newest last. What is not a whole run is passed over. */
async function finishedRuns(): Promise<Found[]> {
  const root = projectPath('outputs', job);
  const names = (await readdir(root).catch(() => [])).filter((name) => /^\d{8}-/.test(name)).sort();
  const found = names.map(async (name) => {
    const folder = path.join(root, name);
    const catalog = await catalogOf(folder).catch(() => null);
    return catalog ? [{ folder, catalog, pointer: null }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** The run that the registry says; null where it says none, or one that is gone. */
async function championOf({ catalog }: Found): Promise<Found | null> {
  const registry = catalogRegistry(catalog);
  const version = await registry.alias('champion');
  if (version === null) return null;
  const { run, config } = await readPointer(registry, version);
  const folder = projectPath('outputs', job, run);
  if (!(await stat(folder).catch(() => null))) return null;
  return { folder, catalog: await catalogOf(folder), pointer: { version, config } };
}
