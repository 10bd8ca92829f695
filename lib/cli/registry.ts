import { userInfo } from 'node:os';
import { ModelRegistry, registryFolder } from '../monitor/index.js';
import { resultTable } from '../records/index.js';

interface Options {
  readonly folder?: string;
}

/** Prints the versions of a model, or every change made to them. */
export async function list(model: string, options: Options & { readonly log?: boolean }): Promise<void> {
  const registry = open(model, options);
  const rows = options.log
    ? (await registry.history()).map(({ sequence, at, who, what, versions, why }) => ({
        '#': sequence,
        at: at.slice(0, 19),
        who,
        what,
        versions: versions.join(' '),
        why,
      }))
    : (await registry.list()).map(({ id, aliases, created, metrics, dataHash, source, parameters }) => ({
        version: id,
        alias: aliases.join(' '),
        created: created.slice(0, 19),
        ...(parameters.run === undefined ? {} : { run: String(parameters.run) }),
        data: `${dataHash.slice(0, 12)}${source ? ` ${source.name}` : ''}`,
        metrics: Object.entries(metrics)
          .map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`)
          .join(', '),
      }));
  console.log(rows.length ? `${resultTable(rows)}` : `no versions in ${registry.folder}`);
}

export async function promote(
  model: string,
  version: string,
  options: Options & { readonly why: string },
): Promise<void> {
  const registry = open(model, options);
  const changed = await registry.promote(version, { who: user(), why: options.why });
  console.log(`champion: ${await registry.alias('champion')}${changed ? '' : ', as before'}`);
  await told(model, registry);
}

export async function rollback(model: string, options: Options & { readonly why: string }): Promise<void> {
  const registry = open(model, options);
  console.log(`champion: ${await registry.rollback({ who: user(), why: options.why })}`);
  await told(model, registry);
}

/** A database that lists photos lists their models too. */
async function told(model: string, registry: ModelRegistry): Promise<void> {
  if (!/^photos(-sample)?$/.test(model)) return;
  const { tellDatabase } = await import('../photos/model/index.js');
  const line = await tellDatabase(registry);
  if (line) console.log(line);
}

function open(model: string, { folder }: Options): ModelRegistry {
  const usual = registryFolder(model);
  return new ModelRegistry(folder ?? usual);
}

/** Who is at the keyboard, as the system knows them; some containers have users without a name. */
function user(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
