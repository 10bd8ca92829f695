import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder, projectPath } from '../store/index.js';
import { type DecodeOptions, decodeImage } from './decode.js';

export interface PixelCacheOptions extends DecodeOptions {
  /** Bytes held in memory; what is more goes to a file. Default 512 MB, 10,900 images of 128 × 128. */
  readonly memoryBytes?: number;
  /** Folder for the file of what does not fit into memory; the file is removed by `close`. Default `checkpoints/`. */
  readonly folder?: string;
}

/** Images decoded and resized once, kept as 8-bit pixels: in memory up to a limit, then on disk. */
export class PixelCache {
  readonly height: number;
  readonly width: number;
  readonly resize: 'smooth' | 'area';
  /** Bytes of one image. */
  readonly bytes: number;
  readonly #memoryBytes: number;
  readonly #folder: string | undefined;
  readonly #held = new Map<string, Uint8Array>();
  readonly #slots = new Map<string, number>();
  readonly #loading = new Map<string, Promise<Uint8Array>>();
  #spill: Promise<{ readonly handle: FileHandle; readonly path: string }> | undefined;
  #used = 0;
  #nextSlot = 0;

  constructor({
    height,
    width,
    resize = 'smooth',
    memoryBytes = 512 * 1024 * 1024,
    folder,
  }: PixelCacheOptions) {
    this.height = height;
    this.width = width;
    this.resize = resize;
    this.bytes = height * width * 3;
    this.#memoryBytes = memoryBytes;
    this.#folder = folder;
  }

  /**
   * An image's pixels, height × width × 3, RGB. They are shared: do not write into them.
   * @throws {ImageError} when the file cannot be decoded
   */
  async get(file: string): Promise<Uint8Array> {
    const held = this.#held.get(file);
    if (held) return held;
    const slot = this.#slots.get(file);
    if (slot !== undefined) return this.#read(slot);
    let loading = this.#loading.get(file);
    if (!loading) {
      loading = this.#load(file).finally(() => this.#loading.delete(file));
      this.#loading.set(file, loading);
    }
    return loading;
  }

  /** Frees the memory and removes the file. The cache can be used again. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#loading.values());
    this.#held.clear();
    this.#slots.clear();
    this.#used = 0;
    this.#nextSlot = 0;
    const spill = await this.#spill;
    this.#spill = undefined;
    await spill?.handle.close();
    if (spill) await rm(spill.path, { force: true });
  }

  async #load(file: string): Promise<Uint8Array> {
    const { pixels } = await decodeImage(file, this);
    if (this.#used + this.bytes <= this.#memoryBytes) {
      this.#used += this.bytes;
      this.#held.set(file, pixels);
      return pixels;
    }
    this.#spill ??= this.#open();
    const { handle } = await this.#spill;
    const slot = this.#nextSlot++;
    await handle.write(pixels, 0, this.bytes, slot * this.bytes);
    this.#slots.set(file, slot);
    return pixels;
  }

  async #read(slot: number): Promise<Uint8Array> {
    const { handle } = await this.#spill!;
    const pixels = new Uint8Array(this.bytes);
    await handle.read(pixels, 0, this.bytes, slot * this.bytes);
    return pixels;
  }

  async #open() {
    const folder = this.#folder ?? projectPath('checkpoints');
    await makeFolder(folder);
    const file = path.join(folder, `.pixels-${randomUUID()}.tmp`);
    return { handle: await open(file, 'wx+'), path: file };
  }
}
