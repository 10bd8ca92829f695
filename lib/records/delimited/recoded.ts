import { isAscii, isUtf8 } from 'node:buffer';
import type { ByteChunks } from '../unpack.js';

/**
 * The bytes of a table as UTF-8. One in Windows-1252, as spreadsheets of western Europe write it, tells by the first
 * piece with letters beyond ASCII, most of which are no UTF-8; from there on it is decoded as that. One whose letters
 * are UTF-8 but for some is damaged, and comes as it is.
 * @param onWindows1252 told when it turns out to be Windows-1252
 */
export async function* recoded(chunks: ByteChunks, onWindows1252: () => void): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('windows-1252');
  const decoded = (bytes: Buffer) => Buffer.from(decoder.decode(bytes, { stream: true }));
  let state: 'ascii' | 'utf-8' | 'windows-1252' = 'ascii';
  /** The start of a letter whose other bytes, if it is UTF-8, are in what comes next. */
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (state === 'ascii') {
      const bytes: Buffer = start.length > 0 ? Buffer.concat([start, chunk]) : chunk;
      const whole = bytes.subarray(0, wholeEnd(bytes));
      if (!isAscii(whole)) state = isWindows(whole) ? 'windows-1252' : 'utf-8';
      if (state === 'windows-1252') onWindows1252();
      start = state === 'ascii' ? bytes.subarray(whole.length) : start.subarray(0, 0);
      yield state === 'ascii' ? whole : state === 'utf-8' ? bytes : decoded(bytes);
    } else yield state === 'utf-8' ? chunk : decoded(chunk);
  }
  if (start.length === 0) return;
  onWindows1252();
  yield decoded(start);
}

/** Whether more of what is not ASCII is broken, read as UTF-8, than is whole. */
function isWindows(bytes: Buffer): boolean {
  if (isUtf8(bytes)) return false;
  const letters = bytes.toString('utf8').match(/[\u0080-\uffff]/g) ?? [];
  return 2 * letters.filter((letter) => letter === '\ufffd').length > letters.length;
}

/** Where the bytes end without the start of a letter whose other bytes are still to come. */
function wholeEnd(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) break;
    if (byte >= 0xc0)
      return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
