import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelRegistry } from '../../monitor/index.js';
import { type Registration, registerCandidate, type Verdict } from '../../monitor/retrain/index.js';
import { temporaryFolder } from '../../store/leases/index.js';
import { catalogOf, catalogRegistry, type RunCatalog } from './catalog-of.js';
import { compareSaved } from './compare-saved.js';
import { readPointer, writePointer } from './run-pointer.js';

export interface RunRegistration extends Registration {
  /** The catalogue's name, as `--catalog` takes it. */
  readonly catalog: string;
  /** The same for people, with the way out. */
  readonly line: string;
}

/**
 * Registers a finished run as the candidate of its catalogue, and makes it the one that search and recommendations use:
 * where it is the first of its catalogue, where the catalogue has changed or the former run is gone, and else where a
 * paired test on judged questions finds that it ranks better. The registry lies beside the job's folder:
 * `outputs/registry/recommend-<catalogue>`.
 * @param dir the run's folder, published
 * @example
 * const { dir } = await run.finish();
 * (await registerRun(dir)).line // 'search uses this run for …', or why the former one stays
 */
export async function registerRun(
  dir: string,
  options: { readonly who?: string } = {},
): Promise<RunRegistration> {
  const { who = 'vitrine' } = options;
  const catalog = await catalogOf(dir);
  const registry = catalogRegistry(catalog, path.dirname(path.dirname(dir)));
  const temporary = await temporaryFolder('run');
  const artefacts = path.join(temporary.path, 'version');
  try {
    await writePointer(artefacts, catalog.run, dir);
    const registration = await registerCandidate(registry, artefacts, {
      who,
      why: `${catalog.products} products of ${catalog.title}, run ${catalog.run}`,
      dataHash: catalog.sha256,
      source: { name: catalog.title, invented: catalog.invented },
      metrics: { products: catalog.products },
      parameters: { run: catalog.run },
      compare: (champion) => compared(registry, champion, dir, catalog),
    });
    return { ...registration, catalog: catalog.name, line: lineOf(registration, registry, catalog) };
  } finally {
    await temporary.remove();
  }
}

function lineOf(
  { version, alias, why }: Registration,
  { folder }: ModelRegistry,
  { title }: RunCatalog,
): string {
  if (alias === 'champion') return `search uses this run for ${title}: ${why}`;
  const way = `vitrine registry promote ${path.basename(folder)} ${version} --why TEXT`;
  return `search uses the former run still for ${title}: ${why}; to use this one all the same: ${way}`;
}

async function compared(
  registry: ModelRegistry,
  champion: string | null,
  dir: string,
  catalog: RunCatalog,
): Promise<Verdict> {
  if (champion === null) return { better: true, why: 'it is the first of this catalogue' };
  const { run } = await readPointer(registry, champion);
  const former = path.join(path.dirname(dir), run);
  if (!(await stat(former).catch(() => null))) return { better: true, why: `run ${run} is gone` };
  if ((await catalogOf(former)).sha256 !== catalog.sha256)
    return { better: true, why: `the catalogue has changed since run ${run}` };
  return compareSaved(former, dir);
}
