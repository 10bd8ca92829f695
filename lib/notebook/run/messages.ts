import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** A message of the Jupyter wire protocol, version 5. */
export interface Message {
  readonly header: Header;
  readonly parent: Partial<Header>;
  readonly metadata: Record<string, unknown>;
  readonly content: Record<string, unknown>;
}

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export const delimiter = Buffer.from('<IDS|MSG>');

/** A request with a fresh id. */
export function request(type: string, content: Record<string, unknown>, session: string): Message {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: 'vitrine',
    date: new Date().toISOString(),
    version: '5.3',
  };
  return { header, parent: {}, metadata: {}, content };
}

/** The frames of a message, signed with HMAC-SHA256 over header, parent header, metadata and content. */
export function encodeMessage(message: Message, key: string): Buffer[] {
  const parts = [message.header, message.parent, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [delimiter, Buffer.from(signature(parts, key)), ...parts];
}

/**
 * Reads the frames of a message; routing identities before the delimiter are dropped.
 * @throws {Error} when frames are missing or the signature is another.
 */
export function decodeMessage(frames: readonly Buffer[], key: string): Message {
  const start = frames.findIndex((frame) => frame.equals(delimiter));
  if (start < 0 || frames.length < start + 6) throw new Error('a message of the kernel is cut short');
  const given = frames[start + 1];
  const parts = frames.slice(start + 2);
  const wanted = Buffer.from(signature(parts, key));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new Error('a message carries a signature that is not the kernel’s');
  }
  const [header, parent, metadata, content] = parts.slice(0, 4).map((part) => JSON.parse(part.toString()));
  return { header, parent, metadata, content };
}

function signature(parts: readonly Buffer[], key: string): string {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}
