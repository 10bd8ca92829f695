import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Entry, Options, ZipFile } from 'yauzl';
import { messageOf, UserError } from '../../errors/index.js';
import { isPacked, unpackedWhole } from '../unpack.js';

const maxParts = 10_000;

/** The parts of a zip archive by name. What one unpacks to is held against what the archive says of it. */
export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #file: string;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, file: string) {
    this.#zip = zip;
    this.#entries = entries;
    this.#file = file;
  }

  /** @throws {UserError} for a file that is no archive */
  static async open(handle: FileHandle, file: string): Promise<Archive> {
    const { fromBuffer, fromFd } = await import('yauzl');
    const options: Options = { lazyEntries: true, autoClose: false };
    const packed = (await isPacked(handle)) ? await unpackedWhole(handle, file) : undefined;
    const zip = await new Promise<ZipFile>((done, fail) => {
      const opened = (error: Error | null, found: ZipFile) =>
        error ? fail(noSpreadsheet(file, messageOf(error), error)) : done(found);
      if (packed) fromBuffer(packed, options, opened);
      else fromFd(handle.fd, options, opened);
    });
    const entries = new Map<string, Entry>();
    await new Promise<void>((done, fail) => {
      zip.on('entry', (entry: Entry) => {
        entries.set(entry.fileName, entry);
        if (entries.size > maxParts) fail(noSpreadsheet(file, `it has more than ${maxParts} parts`));
        else zip.readEntry();
      });
      zip.on('end', () => done());
      zip.on('error', (error: Error) => fail(noSpreadsheet(file, messageOf(error), error)));
      zip.readEntry();
    });
    return new Archive(zip, entries, file);
  }

  /** A part, unpacked; undefined where there is none. @throws {UserError} for one of more than `maxBytes` */
  async part(name: string, maxBytes: number): Promise<AsyncIterable<Buffer> | undefined> {
    const entry = this.#entries.get(name);
    if (!entry) return undefined;
    if (entry.uncompressedSize > maxBytes) {
      const limit = Math.round(maxBytes / 1024 ** 2).toLocaleString('en');
      throw new UserError(`${this.#file}: ${name} is larger than ${limit} MB; save the sheet as CSV UTF-8`);
    }
    const stream = await new Promise<Readable>((done, fail) => {
      this.#zip.openReadStream(entry, (error, found) =>
        error ? fail(noSpreadsheet(this.#file, messageOf(error), error)) : done(found),
      );
    });
    return this.#read(stream);
  }

  async *#read(stream: Readable): AsyncGenerator<Buffer> {
    try {
      yield* stream;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).syscall === 'read') throw cause;
      throw noSpreadsheet(this.#file, messageOf(cause), cause);
    }
  }
}

function noSpreadsheet(file: string, why: string, cause?: unknown): UserError {
  return new UserError(`${file} is no whole spreadsheet: ${why}; save it again as .xlsx, or as CSV UTF-8`, {
    cause,
  });
}
