import { messageOf } from '../errors/index.js';

/**
 * Why a photo could not be decoded. libvips keeps one list of messages for all threads, so where several photos fail at
 * once the message of one may be missing.
 */
export function photoReason(error: unknown): string {
  const message = messageOf(error);
  return message === 'Unknown error' ? 'it cannot be decoded' : message;
}
