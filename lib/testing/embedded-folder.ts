import { cp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEmbedded } from '../database/index.js';
import { buildFolder } from '../store/index.js';
import { installedVersions } from '../store/package/index.js';

/**
 * Fills a folder with an empty embedded database. Making one takes four to eight seconds of processor time, so that one
 * is kept in the system's temporary folder, for all tests and the next ones, and copied.
 */
export async function embeddedFolder(folder: string): Promise<string> {
  const [version] = Object.values(installedVersions(['@electric-sql/pglite']));
  const kept = path.join(tmpdir(), `vitrine-embedded-${version}`);
  const isWhole = async () => (await readdir(kept).catch(() => [])).length > 0;
  if (!(await isWhole())) {
    const build = async (building: string) => (await openEmbedded(path.join(building, 'data'))).close();
    await buildFolder(kept, build, { isWhole });
  }
  await cp(path.join(kept, 'data'), folder, { recursive: true });
  return folder;
}
