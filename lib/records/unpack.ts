import type { FileHandle } from 'node:fs/promises';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf, UserError } from '../errors/index.js';

/** The bytes of a file, piece by piece. */
export type ByteChunks = AsyncIterable<Buffer>;

const chunkBytes = 256 * 1024;
/** Text packs to a tenth or so; what unpacks to far more and is large was made to fill a machine. */
const maxUnpackedRatio = 200;
const freeUnpackedBytes = 256 * 1024 ** 2;
/** Largest size of a file that has to be in memory as a whole. */
const maxWholeBytes = 512 * 1024 ** 2;

/** The bytes of a file; of one packed with gzip what is in it; of UTF-16 with a byte order mark the same text in UTF-8. */
export async function* unpacked(handle: FileHandle, path: string): AsyncGenerator<Buffer> {
  const start = await startOf(handle);
  const raw = start.startsWith('1f8b') ? gunzipped(handle, path) : fileChunks(handle, 0);
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const chunk of raw) {
    if (isFirst) decoder = utf16Decoder(chunk);
    isFirst = false;
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
  }
  if (decoder) yield Buffer.from(decoder.decode());
}

/** Whether a file is packed with gzip. */
export async function isPacked(handle: FileHandle): Promise<boolean> {
  return (await startOf(handle)).startsWith('1f8b');
}

/** A packed file as a whole. @throws {UserError} for one of over 512 MB */
export async function unpackedWhole(handle: FileHandle, path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of gunzipped(handle, path)) {
    size += chunk.length;
    if (size > maxWholeBytes) {
      throw new UserError(`${path} holds more than 512 MB; unpack it first: gunzip FILE`);
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

async function startOf(handle: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  return buffer.toString('hex', 0, bytesRead);
}

async function* gunzipped(handle: FileHandle, path: string): AsyncGenerator<Buffer> {
  const { size } = await handle.stat();
  let total = 0;
  try {
    for await (const chunk of throughGunzip(fileChunks(handle, 0))) {
      total += chunk.length;
      if (total > freeUnpackedBytes && total > size * maxUnpackedRatio) {
        throw new UserError(
          `${path} unpacks to more than ${maxUnpackedRatio} times its size, as no catalogue does; unpack it first: gunzip FILE`,
        );
      }
      yield chunk;
    }
  } catch (cause) {
    if (!String((cause as NodeJS.ErrnoException).code).startsWith('Z_')) throw cause;
    throw new UserError(`${path} is damaged or cut off: ${messageOf(cause)}; pack or fetch it again`, {
      cause,
    });
  }
}

function throughGunzip(source: Readable): AsyncIterable<Buffer> {
  // What went wrong reaches whoever reads the end of the line.
  return pipeline(source, createGunzip({ chunkSize: chunkBytes }), new PassThrough(), () => {});
}

function fileChunks(handle: FileHandle, start: number): Readable {
  return handle.createReadStream({ start, autoClose: false, highWaterMark: chunkBytes });
}

function utf16Decoder(start: Buffer): TextDecoder | undefined {
  const mark = start.toString('hex', 0, 2);
  if (mark === 'fffe') return new TextDecoder('utf-16le');
  return mark === 'feff' ? new TextDecoder('utf-16be') : undefined;
}
