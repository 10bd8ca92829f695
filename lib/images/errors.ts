import { messageOf, UserError } from '../errors/index.js';

/** An image that cannot be used. Where the message does not name the image, it is the reason, in words that go after the name. */
export class ImageError extends UserError {}

/**
 * What the decoder said of an image. libvips keeps one list of messages for all threads, so where several images fail at
 * once the message of one may be missing, or be another's.
 */
export function decoderMessage(error: unknown): string {
  const message = messageOf(error);
  return message === 'Unknown error' ? 'it cannot be decoded' : message;
}

/** Why an image cannot be used, in a few words: 'no such file', '0 bytes', 'not an image', 'damaged: …'. */
function reasonOf(error: unknown): string {
  if (error instanceof ImageError) return error.cause === undefined ? error.message : reasonOf(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  const message = decoderMessage(error);
  if (code === 'ENOENT') return 'no such file';
  if (code !== undefined) return message;
  if (/unsupported image format/i.test(message)) return 'not an image';
  if (/(buffer|file) is empty/i.test(message)) return '0 bytes';
  return `damaged: ${message}`;
}

/** For `catch`: throws the reason as an `ImageError`. */
export function throwReason(cause: unknown): never {
  throw new ImageError(reasonOf(cause), { cause });
}

/** For `catch`, where one photo is decoded and not a list of them: throws an error that names it. */
export function naming(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new ImageError(`${path} cannot be decoded: ${messageOf(cause)}; leave the photo out`, { cause });
  };
}
