import path from 'node:path';
import { z } from 'zod';
import { ModelRegistry, registryFolder } from '../../monitor/index.js';
import { projectRoot, readJson, sha256 } from '../../store/index.js';
import { files } from '../saved-run.js';

/** What of config.json tells catalogues apart, and no more, so that runs of older versions have one too. */
const configSchema = z.looseObject({
  run: z.string(),
  parameters: z.looseObject({ DATA: z.string().default('') }),
  catalog: z.looseObject({ path: z.string(), sha256: z.string(), products: z.int() }),
});

/** Which catalogue a run is of. */
export interface RunCatalog {
  /** The run's id. */
  readonly run: string;
  /** As `--catalog` takes it: 'sample', or the path of the file with dashes, as 'data-products' for data/products.csv. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly invented: boolean;
  /** SHA-256 of the file. */
  readonly sha256: string;
  readonly products: number;
}

const sampleName = 'sample';

/** @throws {StoreError} where config.json is missing or damaged */
export async function catalogOf(dir: string): Promise<RunCatalog> {
  const config = await readJson(path.join(dir, files.config), configSchema.parse);
  const { path: file, sha256: hash, products } = config.catalog;
  const invented = config.parameters.DATA === '';
  const below = path.relative(projectRoot(), file);
  const shown = below.startsWith('..') || path.isAbsolute(below) ? file : below;
  return {
    run: config.run,
    name: invented ? sampleName : nameOf(shown),
    title: invented ? 'the sample catalogue' : shown,
    invented,
    sha256: hash,
    products,
  };
}

function nameOf(file: string): string {
  const plain = file
    .slice(0, file.length - path.extname(file).length)
    .replace(/[\\/.:\s]+/g, '-')
    .replace(/^-+/, '');
  // Letters that a folder's name here cannot have would make different files one.
  const name = /[^\w-]/.test(plain) ? `${plain.replace(/[^\w-]+/g, '')}-${sha256(plain).slice(0, 6)}` : plain;
  return name === sampleName ? `${name}-of-mine` : name;
}

/** The registry of the runs of a catalogue, in `outputs/` or another folder that the job's folder is in. */
export function catalogRegistry({ name, invented }: Pick<RunCatalog, 'name' | 'invented'>, root?: string) {
  return new ModelRegistry(
    invented
      ? registryFolder('recommend', { invented, root })
      : registryFolder(`recommend-${name}`, { root }),
  );
}
