import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { syncFolder } from './atomic.js';
import { storeError } from './errors.js';
import { isHeld, Lease } from './leases/lease.js';

const keyBytes = 16;
const headerBytes = 16;
const magic = Buffer.from('VITREMB1', 'latin1');
const windowBytes = 4 << 20;

/** Names of the files of a cache that are segments. */
export const segmentName = /^segment-.*\.bin$/;

/** How records lie in a segment: after a header, each a key (16 bytes), a vector (float32) and a CRC-32. */
export class RecordLayout {
  readonly recordBytes: number;
  /** Records that are read at once. */
  readonly perWindow: number;

  constructor(readonly dim: number) {
    this.recordBytes = keyBytes + dim * 4 + 4;
    this.perWindow = Math.max(1, Math.floor(windowBytes / this.recordBytes));
  }

  offset(record: number): number {
    return headerBytes + record * this.recordBytes;
  }

  records(bytes: number): number {
    return Math.max(0, Math.floor((bytes - headerBytes) / this.recordBytes));
  }

  header(): Buffer {
    const header = Buffer.alloc(headerBytes);
    magic.copy(header);
    header.writeUInt32LE(this.dim, magic.length);
    return header;
  }

  encode(record: Buffer, key: string, vector: Float32Array): void {
    record.write(key, 0, keyBytes, 'hex');
    record.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength), keyBytes);
    record.writeUInt32LE(crc32(record.subarray(0, -4)), record.length - 4);
  }

  /** The key of a record; null for a damaged one. */
  key(record: Buffer): string | null {
    const sound = crc32(record.subarray(0, -4)) === record.readUInt32LE(record.length - 4);
    return sound ? record.toString('hex', 0, keyBytes) : null;
  }

  /** The bytes of a record's vector, of a window of whole records. */
  vector(window: Buffer, record: number): Buffer {
    const from = record * this.recordBytes + keyBytes;
    return window.subarray(from, from + this.dim * 4);
  }
}

/** What is in a segment. */
export interface Segment {
  readonly path: string;
  readonly bytes: number;
  /** False where somebody may still be appending to it. */
  readonly idle: boolean;
  /** Keys of the records; null for a damaged one. */
  readonly keys: readonly (string | null)[];
  /** Records in it that are damaged; at least 1 for a file that is no segment of these vectors. */
  readonly damaged: number;
}

/** Opens a file of a cache; null where another process has merged it with others meanwhile. */
export async function openSegment(file: string): Promise<FileHandle | null> {
  return open(file, 'r').catch((cause) => {
    if (cause.code === 'ENOENT') return null;
    throw storeError('read', file, cause);
  });
}

/** Reads a segment, checking every record; null where it has vanished. */
export async function readSegment(file: string, layout: RecordLayout): Promise<Segment | null> {
  // Asked before the size is taken: what is idle then grows no more.
  const idle = !(await isHeld(leaseOf(file)));
  const handle = await openSegment(file);
  if (!handle) return null;
  try {
    const expected = layout.header();
    const header = Buffer.alloc(expected.length);
    await handle.read(header, 0, header.length, 0);
    const { size: bytes } = await handle.stat();
    const records = layout.records(bytes);
    const foreign = !header.subarray(0, magic.length + 4).equals(expected.subarray(0, magic.length + 4));
    if (foreign) return { path: file, bytes, idle, keys: [], damaged: Math.max(1, records) };
    const keys: (string | null)[] = [];
    const window = Buffer.alloc(layout.perWindow * layout.recordBytes);
    while (keys.length < records) {
      const count = Math.min(layout.perWindow, records - keys.length);
      await handle.read(window, 0, count * layout.recordBytes, layout.offset(keys.length));
      for (let i = 0; i < count; i++) {
        keys.push(layout.key(window.subarray(i * layout.recordBytes, (i + 1) * layout.recordBytes)));
      }
    }
    return { path: file, bytes, idle, keys, damaged: keys.filter((key) => key === null).length };
  } finally {
    await handle.close();
  }
}

/** Removes a segment whose records are elsewhere, unless it grew since it was read. */
export async function removeSegment({ path: file, bytes }: Segment): Promise<void> {
  const size = (await stat(file).catch(() => null))?.size ?? bytes;
  if (size !== bytes) return;
  await rm(file, { force: true }).catch((cause) => {
    throw storeError('remove', file, cause);
  });
  await rm(leaseOf(file), { force: true });
}

/** A segment that this process appends to. */
export class SegmentWriter {
  records = 0;
  readonly #layout: RecordLayout;
  readonly #handle: FileHandle;
  readonly #lease: Lease;

  private constructor(
    readonly path: string,
    layout: RecordLayout,
    handle: FileHandle,
    lease: Lease,
  ) {
    this.#layout = layout;
    this.#handle = handle;
    this.#lease = lease;
  }

  static async begin(folder: string, layout: RecordLayout): Promise<SegmentWriter> {
    const name = `segment-${Date.now().toString().padStart(15, '0')}-${process.pid}-${randomBytes(4).toString('hex')}.bin`;
    const file = path.join(folder, name);
    const lease = Lease.take(leaseOf(file));
    try {
      const handle = await open(file, 'wx');
      await writeWhole(handle, layout.header(), 0);
      await handle.sync();
      await syncFolder(folder);
      return new SegmentWriter(file, layout, handle, lease);
    } catch (error) {
      await lease.release();
      throw error;
    }
  }

  /** Appends whole records; they are on the disk when this resolves. False where the segment has vanished meanwhile. */
  async append(records: Buffer): Promise<boolean> {
    await writeWhole(this.#handle, records, this.#layout.offset(this.records));
    await this.#handle.datasync();
    this.records += records.length / this.#layout.recordBytes;
    return (await stat(this.path).catch(() => null)) !== null;
  }

  async close(): Promise<void> {
    await this.#handle.close();
    await this.#lease.release();
  }
}

function leaseOf(file: string): string {
  return file.replace(/\.bin$/, '.lease');
}

/** A write to a disk that is almost full takes a part of the bytes and says so only by their number. */
async function writeWhole(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
  }
}
