import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { storeError } from './errors.js';

/** SHA-256 as 64 hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * SHA-256 of a file's content, read in pieces.
 * @throws {StoreError} for a file that cannot be read
 */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  } catch (cause) {
    throw storeError('read', path, cause);
  }
  return hash.digest('hex');
}

const contentKeyDigits = 32;

/** What a content is known by in a cache: the first 128 bits of its SHA-256, as 32 hexadecimal digits. */
export function contentKey(content: string | Uint8Array): string {
  return sha256(content).slice(0, contentKeyDigits);
}

/** The `contentKey` of a file's content. */
export async function fileContentKey(path: string): Promise<string> {
  return (await sha256File(path)).slice(0, contentKeyDigits);
}
