import { type FileHandle, open } from 'node:fs/promises';

/** Bytes of hnswlib's header: six 64-bit sizes, two 32-bit numbers, three sizes, a double and a size. */
const headerBytes = 96;
const chunkBytes = 1 << 20;

/**
 * Whether an hnswlib file ends where its header says. hnswlib writes without looking at errors, so a full disk leaves
 * a short file and no message. After the header come n points of equal size, then for each point the length of its
 * upper-level links (32 bits) and the links.
 */
export async function isWholeHnswFile(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size < headerBytes) return false;
    const header = await read(handle, 0, headerBytes);
    const points = Number(header.readBigUInt64LE(16));
    const pointBytes = Number(header.readBigUInt64LE(24));
    let position = headerBytes + points * pointBytes;
    if (position > size) return false;
    let chunk: Buffer = Buffer.alloc(0);
    let chunkStart = position;
    for (let i = 0; i < points; i++) {
      if (position + 4 > size) return false;
      if (position + 4 > chunkStart + chunk.length) {
        chunk = await read(handle, position, Math.min(chunkBytes, size - position));
        chunkStart = position;
      }
      position += 4 + chunk.readUInt32LE(position - chunkStart);
    }
    return position === size;
  } finally {
    await handle.close();
  }
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
