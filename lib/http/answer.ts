import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HttpError } from './errors.js';

/** An answer whose first lines are there; its body is still on its way. */
export class HttpAnswer {
  readonly #body: Readable;
  readonly #headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly #failure: (thrown: unknown) => unknown;

  /** @param failure what is thrown for what the body's stream throws. */
  constructor(
    readonly status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Readable,
    failure: (thrown: unknown) => unknown,
  ) {
    this.#headers = headers;
    this.#body = body;
    this.#failure = failure;
  }

  /** A header by its name in lower case. */
  header(name: string): string | undefined {
    const value = this.#headers[name];
    return Array.isArray(value) ? value[0] : value;
  }

  /** The size that the answer announces, in bytes; 0 where it does not. */
  get announced(): number {
    return Number(this.header('content-length') ?? 0);
  }

  /**
   * The body, piece by piece, unzipped.
   * @throws {HttpError} 'too large' as soon as it is known to have more than `maxBytes`; what else broke it off.
   */
  async *pieces(maxBytes: number): AsyncGenerator<Buffer> {
    const tooLarge = () => new HttpError('too large', `over ${maxBytes / 1024 / 1024} MB, the limit`);
    if (this.announced > maxBytes) throw tooLarge();
    const zipped = this.header('content-encoding') === 'gzip';
    const stream = zipped ? pipeline(this.#body, createGunzip(), () => {}) : this.#body;
    const source = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (let bytes = 0; ; ) {
      const { value, done } = await source.next().catch((thrown) => {
        throw this.#failure(thrown);
      });
      if (done) return;
      bytes += value.length;
      if (bytes > maxBytes) throw tooLarge();
      yield value;
    }
  }

  /** The whole body. @throws {HttpError} as `pieces` does. */
  async bytes(maxBytes: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.pieces(maxBytes)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** Lets go of a body that is not read to its end. */
  close(): void {
    this.#body.on('error', () => {}).destroy();
  }
}
