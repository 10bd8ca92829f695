import pLimit from 'p-limit';
import { sha256File } from '../store/index.js';

/**
 * What each photo is known by in a cache: the first 128 bits of the SHA-256 of its file, the `contentKey` of its bytes;
 * null where the file cannot be read, so that the encoder says why. Eight files are read at a time.
 */
export async function photoKeys(paths: readonly string[]): Promise<(string | null)[]> {
  const limit = pLimit(8);
  const key = async (path: string) => (await sha256File(path)).slice(0, 32);
  return limit.map(paths, (path) => key(path).catch(() => null));
}
