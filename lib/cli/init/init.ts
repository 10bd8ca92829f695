import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors/index.js';
import { makeFolder, readJson, storeError, writeFileAtomic } from '../../store/index.js';
import { shownPath } from '../shown-path.js';
import { projectFiles, projectManifest } from './files.js';
import { packInto } from './pack.js';

/** What a folder may hold and still count as empty: what npm and git put there, and texts about it. */
const harmless = /^(package(-lock)?\.json|node_modules|\..*|readme.*|licen[cs]e.*|vitrine-.*\.tgz)$/i;

/**
 * Lays out a project in a new or empty folder and says what to run next. No file that is there is overwritten: it is
 * kept, and named.
 * @throws {UserError} for a folder that holds other things, or a package.json that is none
 */
export async function init(folder: string): Promise<void> {
  const root = path.resolve(folder);
  await assertEmpty(root);
  const depends = await dependsOnVitrine(root);
  const files = await projectFiles();
  for (const name of ['outputs', 'checkpoints']) await makeFolder(path.join(root, name));
  const tarball = depends ? undefined : packInto(root);
  if (depends === undefined) files.set('package.json', projectManifest(nameOf(root), `file:${tarball}`));
  const kept: string[] = [];
  for (const [name, content] of files) {
    const file = path.join(root, name);
    if (existsSync(file)) kept.push(name);
    else await writeFileAtomic(file, content);
  }

  const made = [...files.keys(), ...(tarball ? [tarball] : [])].filter((name) => !kept.includes(name));
  console.log(`Made ${shownPath(root) || 'here'}: ${shortened(made).join(', ')}, outputs/, checkpoints/`);
  if (kept.length > 0) console.log(`Kept as they were: ${kept.join(', ')}`);
  const steps = [
    ...(root === process.cwd() ? [] : [`cd ${shownPath(root)}`]),
    ...(depends === false ? [`npm install ./${tarball}`] : []),
    ...(depends === undefined ? ['npm install'] : []),
    'npx vitrine run notebooks/01-product-recommendations.ipynb',
  ];
  console.log(`Next:\n${steps.map((step) => `  ${step}`).join('\n')}`);
}

async function assertEmpty(root: string): Promise<void> {
  const names = await readdir(root).catch((cause) => {
    if (cause.code === 'ENOENT') return [];
    throw storeError('read', root, cause);
  });
  const other = names.find((name) => !harmless.test(name));
  if (other === undefined) return;
  throw new UserError(`${root} holds ${other}; name a new folder or an empty one: npx vitrine init my-shop`);
}

const manifestSchema = z.looseObject({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** Whether the package.json of a folder asks for vitrine; undefined where there is none. */
async function dependsOnVitrine(root: string): Promise<boolean | undefined> {
  const file = path.join(root, 'package.json');
  if (!existsSync(file)) return undefined;
  const { dependencies, devDependencies } = await readJson(file, manifestSchema.parse);
  return 'vitrine' in dependencies || 'vitrine' in devDependencies;
}

/** The name of a package, of the folder's: small letters, digits and dashes. */
function nameOf(root: string): string {
  const name = path
    .basename(root)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name || 'shop';
}

/** Files by name, those of folders counted. */
function shortened(names: readonly string[]): string[] {
  const folders = new Map<string, number>();
  for (const name of names) {
    const key = name.includes('/') ? `${name.split('/')[0]}/` : name;
    folders.set(key, (folders.get(key) ?? 0) + 1);
  }
  return Array.from(folders, ([name, count]) => (count > 1 ? `${name} (${count} files)` : name));
}
