import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { type Matrix, row } from '../vectors/index.js';
import { makeFolder, readJson, syncFolder, writeJson } from './atomic.js';
import { StoreError, storeError } from './errors.js';
import { sha256 } from './hash.js';

const keyBytes = 16;
const headerBytes = 16;
const magic = Buffer.from('VITREMB1', 'latin1');
const mergeAbove = 16;
const windowBytes = 4 << 20;
const idleAfterMs = 60 * 60 * 1000;

const descriptionSchema = z.object({ encoderId: z.string(), dim: z.number().int().positive() });

interface Segment {
  readonly path: string;
  /** False where another process may still be appending to it. */
  readonly idle: boolean;
  /** Records in it that are damaged. */
  damaged: number;
}

interface Place {
  readonly segment: number;
  readonly record: number;
}

/**
 * Vectors that were computed before, by content. One folder an encoder; in it segments that are only ever appended
 * to, one a process, so that two processes may fill one cache. A record is key (16 bytes), vector (float32), CRC-32.
 * What `append` has resolved for survives kill -9 and power cuts; a record cut short by one is passed over.
 * A record whose checksum fails is dropped, counted in `damaged`, and its item encoded again.
 */
export class EmbeddingCache {
  private readonly places = new Map<string, Place>();
  private readonly segments: Segment[] = [];
  private readonly recordBytes: number;
  private writer: { handle: FileHandle; segment: number; records: number } | null = null;
  private damagedRecords = 0;

  private constructor(
    private readonly folder: string,
    private readonly dim: number,
  ) {
    this.recordBytes = keyBytes + dim * 4 + 4;
  }

  /**
   * Opens, or begins, the cache of an encoder below `directory`, checking every record.
   * @throws {StoreError} when the folder cannot be read or written.
   */
  static async open(directory: string, encoderId: string, dim: number): Promise<EmbeddingCache> {
    const folder = join(directory, sha256(`${encoderId}\n${dim}`).slice(0, 16));
    const cache = new EmbeddingCache(folder, dim);
    await makeFolder(folder);
    await describeFolder(folder, { encoderId, dim });
    const names = (await readdir(folder)).filter((name) => /^segment-.*\.bin$/.test(name)).sort();
    for (const name of names) await cache.scan(join(folder, name));
    cache.damagedRecords = cache.segments.reduce((sum, { damaged }) => sum + damaged, 0);
    const idle = cache.segments.flatMap((segment, i) => (segment.idle ? [i] : []));
    const unsound = idle.some((i) => cache.segments[i].damaged > 0);
    if (unsound || idle.length > mergeAbove) await cache.merge(new Set(idle));
    return cache;
  }

  /** Records that were found damaged when the cache was opened, and dropped. */
  get damaged(): number {
    return this.damagedRecords;
  }

  /** Vectors held. */
  get size(): number {
    return this.places.size;
  }

  /** Whether the content with this key (`contentKey`) has a vector here. */
  has(key: string): boolean {
    return this.places.has(key);
  }

  /**
   * Copies vectors into rows of `target`: the vector of `keys[i]` into row `rows[i]`. Keys must be in the cache.
   * Reads in file order, a few megabytes at a time.
   */
  async readInto(target: Matrix, keys: readonly string[], rows: ArrayLike<number>): Promise<void> {
    const wanted = keys.map((key, i) => {
      const place = this.places.get(key);
      if (!place) throw new StoreError(`${this.folder} has no vector for the content ${key}`);
      return { ...place, row: rows[i] };
    });
    wanted.sort((a, b) => a.segment - b.segment || a.record - b.record);
    const window = Buffer.alloc(Math.max(1, Math.floor(windowBytes / this.recordBytes)) * this.recordBytes);
    const perWindow = window.length / this.recordBytes;
    for (let at = 0; at < wanted.length; ) {
      const { segment } = wanted[at];
      const handle = await open(this.segments[segment].path, 'r').catch((cause) => {
        throw storeError('read', this.segments[segment].path, cause);
      });
      try {
        while (at < wanted.length && wanted[at].segment === segment) {
          const first = wanted[at].record;
          const { bytesRead } = await handle.read(window, 0, window.length, this.offset(first));
          const available = Math.floor(bytesRead / this.recordBytes);
          if (available === 0)
            throw new StoreError(`${this.segments[segment].path} became shorter; run again`);
          for (; at < wanted.length && wanted[at].segment === segment; at++) {
            const place = wanted[at].record - first;
            if (place >= Math.min(perWindow, available)) break;
            const from = place * this.recordBytes + keyBytes;
            new Uint8Array(target.data.buffer, target.data.byteOffset + wanted[at].row * target.cols * 4).set(
              window.subarray(from, from + this.dim * 4),
            );
          }
        }
      } finally {
        await handle.close();
      }
    }
  }

  /** Adds vectors, row i under `keys[i]`; they are on the disk when this resolves. */
  async append(keys: readonly string[], vectors: Matrix): Promise<void> {
    if (vectors.cols !== this.dim || vectors.rows !== keys.length) {
      throw new StoreError(
        `the cache ${this.folder} takes ${this.dim} numbers a key, got ${vectors.rows} × ${vectors.cols} for ${keys.length} keys`,
      );
    }
    try {
      this.writer ??= await this.beginSegment();
      const writer = this.writer;
      const records = Buffer.alloc(keys.length * this.recordBytes);
      keys.forEach((key, i) => {
        this.encode(records.subarray(i * this.recordBytes, (i + 1) * this.recordBytes), key, row(vectors, i));
      });
      await writeWhole(writer.handle, records, this.offset(writer.records));
      await writer.handle.datasync();
      keys.forEach((key, i) => {
        this.places.set(key, { segment: writer.segment, record: writer.records + i });
      });
      writer.records += keys.length;
    } catch (cause) {
      throw cause instanceof StoreError ? cause : storeError('write', this.folder, cause);
    }
  }

  /** Closes the segment that this process wrote. */
  async close(): Promise<void> {
    const writer = this.writer;
    this.writer = null;
    await writer?.handle.close();
  }

  private offset(record: number): number {
    return headerBytes + record * this.recordBytes;
  }

  private encode(record: Buffer, key: string, vector: Float32Array): void {
    record.write(key, 0, keyBytes, 'hex');
    record.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength), keyBytes);
    record.writeUInt32LE(crc32(record.subarray(0, -4)), record.length - 4);
  }

  private async beginSegment(): Promise<{ handle: FileHandle; segment: number; records: number }> {
    const name = `segment-${Date.now().toString().padStart(15, '0')}-${process.pid}-${randomBytes(4).toString('hex')}.bin`;
    const path = join(this.folder, name);
    const handle = await open(path, 'wx');
    const header = Buffer.alloc(headerBytes);
    magic.copy(header);
    header.writeUInt32LE(this.dim, magic.length);
    await writeWhole(handle, header, 0);
    await handle.sync();
    await syncFolder(this.folder);
    this.segments.push({ path, idle: false, damaged: 0 });
    return { handle, segment: this.segments.length - 1, records: 0 };
  }

  private async scan(path: string): Promise<void> {
    const handle = await open(path, 'r').catch((cause) => {
      throw storeError('read', path, cause);
    });
    try {
      const header = Buffer.alloc(headerBytes);
      await handle.read(header, 0, headerBytes, 0);
      const { size, mtimeMs } = await handle.stat();
      const records = Math.max(0, Math.floor((size - headerBytes) / this.recordBytes));
      const found: Segment = { path, idle: isIdle(path, mtimeMs), damaged: 0 };
      const segment = this.segments.push(found) - 1;
      if (!header.subarray(0, magic.length).equals(magic) || header.readUInt32LE(magic.length) !== this.dim) {
        found.damaged = Math.max(1, records);
        return;
      }
      const perWindow = Math.max(1, Math.floor(windowBytes / this.recordBytes));
      const window = Buffer.alloc(perWindow * this.recordBytes);
      for (let first = 0; first < records; first += perWindow) {
        const count = Math.min(perWindow, records - first);
        await handle.read(window, 0, count * this.recordBytes, this.offset(first));
        for (let i = 0; i < count; i++) {
          const record = window.subarray(i * this.recordBytes, (i + 1) * this.recordBytes);
          if (crc32(record.subarray(0, -4)) === record.readUInt32LE(record.length - 4)) {
            this.places.set(record.toString('hex', 0, keyBytes), { segment, record: first + i });
          } else {
            found.damaged++;
          }
        }
      }
    } finally {
      await handle.close();
    }
  }

  /** Copies what is sound in idle segments into a new one and removes them. A crash in between leaves both, which is the same cache. */
  private async merge(idle: ReadonlySet<number>): Promise<void> {
    const keys = [...this.places].flatMap(([key, { segment }]) => (idle.has(segment) ? [key] : []));
    const perBatch = Math.max(1, Math.floor(windowBytes / this.recordBytes));
    for (let first = 0; first < keys.length; first += perBatch) {
      const batch = keys.slice(first, first + perBatch);
      const vectors: Matrix = {
        rows: batch.length,
        cols: this.dim,
        data: new Float32Array(batch.length * this.dim),
      };
      await this.readInto(
        vectors,
        batch,
        batch.map((_, i) => i),
      );
      await this.append(batch, vectors);
    }
    for (const i of idle) {
      const { path } = this.segments[i];
      await rm(path, { force: true }).catch((cause) => {
        throw storeError('remove', path, cause);
      });
    }
  }
}

/** Whether nobody appends to a segment any more: its process, named in the file's name, is gone or this one, or it rests for an hour. */
function isIdle(path: string, mtimeMs: number): boolean {
  const pid = Number(/^segment-\d+-(\d+)-/.exec(basename(path))?.[1] ?? 0);
  return pid === process.pid || !isAlive(pid) || Date.now() - mtimeMs > idleAfterMs;
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A write to a disk that is almost full takes a part of the bytes and says so only by their number. */
async function writeWhole(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
  }
}

async function describeFolder(folder: string, description: z.infer<typeof descriptionSchema>): Promise<void> {
  const path = join(folder, 'encoder.json');
  const known = await readJson(path, descriptionSchema.parse).catch(() => null);
  if (known?.encoderId !== description.encoderId) await writeJson(path, description);
}
