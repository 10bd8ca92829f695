import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { installedVersions, isCheckout, packageRoot } from '../../store/package/index.js';
import { broken, type Finding, ok } from './finding.js';

/** Node's version, against the least one that the packages need. */
export function checkNode(version = process.versions.node): Finding[] {
  const [major, minor] = version.split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 19);
  return [
    fits
      ? ok('node', version)
      : broken('node', `${version} is too old; install 20.19 or later from https://nodejs.org`),
  ];
}

/** Whether `lib/dist`, which notebooks import, is there and as new as its sources, where this is a checkout. */
export async function checkBuild(root = packageRoot()): Promise<Finding[]> {
  if (!isCheckout(root)) return [ok('vitrine', `${installedVersions([]).vitrine}, in ${root}`)];
  const built = await stat(path.join(root, 'dist', '.tsbuildinfo')).catch(() => null);
  if (!built) return [broken('lib/dist', 'not built; run: npm run build')];
  const newer = await newestSource(root, built.mtimeMs);
  if (newer) return [broken('lib/dist', `older than lib/${newer}; run: npm run build`)];
  return [ok('lib/dist', 'built')];
}

async function newestSource(root: string, thanMs: number): Promise<string | undefined> {
  for (const name of await readdir(root, { recursive: true })) {
    if (!/\.ts$/.test(name) || /\.test\.ts$|^dist\b|node_modules/.test(name)) continue;
    if ((await stat(path.join(root, name))).mtimeMs > thanMs) return name;
  }
  return undefined;
}
