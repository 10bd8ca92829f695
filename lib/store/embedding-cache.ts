import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Matrix, matrix, row } from '../vectors/index.js';
import { makeFolder, readJson, writeJson } from './atomic.js';
import {
  openSegment,
  RecordLayout,
  readSegment,
  removeSegment,
  type Segment,
  SegmentWriter,
  segmentName,
} from './cache-segment.js';
import { StoreError, storeError } from './errors.js';
import { sha256 } from './hash.js';

const mergeAbove = 16;

const descriptionSchema = z.object({ encoderId: z.string(), dim: z.number().int().positive() });

interface Place {
  /** Path of the segment. */
  readonly segment: string;
  readonly record: number;
}

interface Wanted {
  readonly key: string;
  readonly row: number;
}

/**
 * Vectors that were computed before, by content. One folder an encoder; in it segments that are only ever appended
 * to, one a process, so that many processes, on several machines too, may fill one cache. A segment is held by a lease
 * while it is appended to; many that nobody holds are merged into one, and whoever misses one looks again.
 * What `append` has resolved for survives kill -9 and power cuts; a record cut short by one is passed over.
 * A record whose checksum fails is dropped, counted in `damaged`, and its item encoded again.
 */
export class EmbeddingCache {
  readonly #places = new Map<string, Place>();
  readonly #known = new Set<string>();
  readonly #layout: RecordLayout;
  #writer: SegmentWriter | null = null;
  #damagedRecords = 0;
  readonly #folder: string;
  readonly #dim: number;

  private constructor(folder: string, dim: number) {
    this.#folder = folder;
    this.#dim = dim;
    this.#layout = new RecordLayout(dim);
  }

  /**
   * Opens, or begins, the cache of an encoder below `directory`, checking every record.
   * @throws {StoreError} when the folder cannot be read or written.
   */
  static async open(directory: string, encoderId: string, dim: number): Promise<EmbeddingCache> {
    const folder = path.join(directory, sha256(`${encoderId}\n${dim}`).slice(0, 16));
    const cache = new EmbeddingCache(folder, dim);
    await makeFolder(folder);
    await describeFolder(folder, { encoderId, dim });
    const segments = await cache.#look();
    cache.#damagedRecords = segments.reduce((sum, { damaged }) => sum + damaged, 0);
    const idle = segments.filter((segment) => segment.idle);
    if (idle.length > mergeAbove || idle.some(({ damaged }) => damaged > 0)) await cache.#merge(idle);
    return cache;
  }

  /** Records that were found damaged when the cache was opened, and dropped. */
  get damaged(): number {
    return this.#damagedRecords;
  }

  /** Vectors held. */
  get size(): number {
    return this.#places.size;
  }

  /** Whether the content with this key (`contentKey`) has a vector here. */
  has(key: string): boolean {
    return this.#places.has(key);
  }

  /**
   * Copies vectors into rows of `target`: the vector of `keys[i]` into row `rows[i]`. Keys must be in the cache.
   * Reads in file order, a few megabytes at a time.
   */
  async readInto(target: Matrix, keys: readonly string[], rows: ArrayLike<number>): Promise<void> {
    let left: Wanted[] = keys.map((key, i) => ({ key, row: rows[i] }));
    for (;;) {
      const missed: Wanted[] = [];
      for (const [segment, wanted] of this.#bySegment(left)) {
        if (!(await this.#readFrom(segment, target, wanted))) missed.push(...wanted);
      }
      if (missed.length === 0) return;
      left = missed;
      await this.#look();
    }
  }

  /**
   * Adds vectors, row i under `keys[i]`; they are on the disk when this resolves.
   * @throws {StoreError} for vectors of another length or number, and when they cannot be written
   */
  async append(keys: readonly string[], vectors: Matrix): Promise<void> {
    if (vectors.cols !== this.#dim || vectors.rows !== keys.length) {
      throw new StoreError(
        `the cache ${this.#folder} takes ${this.#dim} numbers a key, got ${vectors.rows} × ${vectors.cols} for ${keys.length} keys`,
      );
    }
    const { recordBytes } = this.#layout;
    const records = Buffer.alloc(keys.length * recordBytes);
    keys.forEach((key, i) => {
      this.#layout.encode(records.subarray(i * recordBytes, (i + 1) * recordBytes), key, row(vectors, i));
    });
    try {
      const { segment, first } = await this.#appendRecords(records);
      keys.forEach((key, i) => {
        this.#places.set(key, { segment, record: first + i });
      });
    } catch (cause) {
      throw cause instanceof StoreError ? cause : storeError('write', this.#folder, cause);
    }
  }

  /** Closes the segment that this process wrote. */
  async close(): Promise<void> {
    const writer = this.#writer;
    this.#writer = null;
    await writer?.close();
  }

  /** A process that was halted for so long that others took its segment for abandoned begins another one. */
  async #appendRecords(records: Buffer): Promise<{ segment: string; first: number }> {
    for (;;) {
      this.#writer ??= await SegmentWriter.begin(this.#folder, this.#layout);
      const { path: segment, records: first } = this.#writer;
      this.#known.add(segment);
      if (await this.#writer.append(records)) return { segment, first };
      await this.close();
    }
  }

  /** Reads segments that are new in the folder, and forgets those that are gone, until the folder is as it was listed. */
  async #look(): Promise<Segment[]> {
    const found: Segment[] = [];
    for (let whole = false; !whole; ) {
      whole = true;
      const names = (await readdir(this.#folder)).filter((name) => segmentName.test(name)).sort();
      const there = new Set(names.map((name) => path.join(this.#folder, name)));
      this.#forget(there);
      for (const file of there) {
        if (this.#known.has(file)) continue;
        const segment = await readSegment(file, this.#layout);
        if (segment) found.push(this.#learn(segment));
        else whole = false;
      }
    }
    return found;
  }

  #learn(segment: Segment): Segment {
    this.#known.add(segment.path);
    segment.keys.forEach((key, record) => {
      if (key !== null) this.#places.set(key, { segment: segment.path, record });
    });
    return segment;
  }

  #forget(there: ReadonlySet<string>): void {
    const gone = [...this.#known].filter((file) => !there.has(file));
    for (const file of gone) this.#known.delete(file);
    if (gone.length === 0) return;
    for (const [key, { segment }] of this.#places) {
      if (!this.#known.has(segment)) this.#places.delete(key);
    }
  }

  #bySegment(wanted: readonly Wanted[]): Map<string, (Wanted & Place)[]> {
    const groups = new Map<string, (Wanted & Place)[]>();
    for (const one of wanted) {
      const place = this.#places.get(one.key);
      if (!place) throw new StoreError(`${this.#folder} has no vector for the content ${one.key}; run again`);
      const group = groups.get(place.segment) ?? [];
      groups.set(place.segment, group);
      group.push({ ...one, ...place });
    }
    for (const group of groups.values()) group.sort((a, b) => a.record - b.record);
    return groups;
  }

  /** False where the segment has vanished. */
  async #readFrom(segment: string, target: Matrix, wanted: readonly (Wanted & Place)[]): Promise<boolean> {
    const layout = this.#layout;
    const handle = await openSegment(segment);
    if (!handle) return false;
    try {
      const window = Buffer.alloc(layout.perWindow * layout.recordBytes);
      const into = new Uint8Array(target.data.buffer, target.data.byteOffset);
      for (let at = 0; at < wanted.length; ) {
        const first = wanted[at].record;
        const { bytesRead } = await handle.read(window, 0, window.length, layout.offset(first));
        const available = Math.floor(bytesRead / layout.recordBytes);
        if (available === 0) throw new StoreError(`${segment} became shorter; run again`);
        for (; at < wanted.length && wanted[at].record - first < available; at++) {
          into.set(layout.vector(window, wanted[at].record - first), wanted[at].row * target.cols * 4);
        }
      }
    } finally {
      await handle.close();
    }
    return true;
  }

  /** Copies what is sound in idle segments into a new one and removes them. A crash in between leaves both, which is the same cache. */
  async #merge(idle: readonly Segment[]): Promise<void> {
    const files = new Set(idle.map((segment) => segment.path));
    const keys = [...this.#places].flatMap(([key, { segment }]) => (files.has(segment) ? [key] : []));
    const { perWindow } = this.#layout;
    for (let first = 0; first < keys.length; first += perWindow) {
      const batch = keys.slice(first, first + perWindow);
      const vectors = matrix(batch.length, this.#dim);
      await this.readInto(vectors, batch, [...batch.keys()]);
      await this.append(batch, vectors);
    }
    for (const segment of idle) await removeSegment(segment);
  }
}

async function describeFolder(folder: string, description: z.infer<typeof descriptionSchema>): Promise<void> {
  const file = path.join(folder, 'encoder.json');
  const known = await readJson(file, descriptionSchema.parse).catch(() => null);
  if (known?.encoderId !== description.encoderId) await writeJson(file, description);
}
