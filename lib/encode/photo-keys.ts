import pLimit from 'p-limit';
import { fileContentKey } from '../store/index.js';

/**
 * What each photo is known by in a cache, the `contentKey` of its file; null where the file cannot be read, so that the
 * encoder says why. Eight files are read at a time.
 */
export async function photoKeys(paths: readonly string[]): Promise<(string | null)[]> {
  return pLimit(8).map(paths, (path) => fileContentKey(path).catch(() => null));
}
