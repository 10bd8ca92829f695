import { access } from 'node:fs/promises';
import path from 'node:path';
import { SetAside } from '../../errors/index.js';
import { sha256, writeFileAtomic } from '../../store/index.js';
import { checkHeader, checkImage } from '../header.js';
import type { Downloader } from './downloader.js';

/** Pictures from the web, each fetched once and kept in a folder under the SHA-256 of its address. Failures are not kept. */
export class PictureCache {
  /** Pictures fetched and kept by this object. */
  downloaded = 0;
  readonly #underWay = new Map<string, Promise<string>>();

  constructor(
    readonly directory: string,
    readonly downloader: Downloader,
    readonly maxPixels: number,
  ) {}

  /** The file that holds the picture at an http(s) address. @throws {SetAside} @throws {ImageError} */
  async path(source: string, signal: AbortSignal): Promise<string> {
    if (!URL.canParse(source)) throw new SetAside('not a valid address');
    const url = new URL(source);
    url.hash = '';
    const picture = this.#underWay.get(url.href) ?? this.#keep(url, signal);
    this.#underWay.set(url.href, picture);
    return picture;
  }

  async #keep(url: URL, signal: AbortSignal): Promise<string> {
    const file = path.join(this.directory, sha256(url.href));
    if (await this.#isKept(file)) return file;
    const bytes = await this.downloader.fetch(url, signal);
    await checkImage(bytes, { pixels: this.maxPixels, wanted: 'photo' });
    await writeFileAtomic(file, bytes);
    this.downloaded++;
    return file;
  }

  async #isKept(file: string): Promise<boolean> {
    try {
      await access(file);
      await checkHeader(file, { pixels: this.maxPixels, wanted: 'photo' });
      return true;
    } catch {
      return false;
    }
  }
}
