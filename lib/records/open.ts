import { isUtf8 } from 'node:buffer';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { messageOf, UserError } from '../errors/index.js';
import { type ByteChunks, unpacked } from './unpack.js';

/**
 * What `read` gives of a file, which is closed afterwards, also where the reader stops early.
 * @param wanted what the file is to be, for the error of one that is missing: 'a CSV file with the columns …'
 * @throws {UserError} for a file that is missing, empty or cannot be read, or a folder
 */
export async function* withFile<T>(
  path: string,
  read: (handle: FileHandle) => AsyncIterable<T>,
  wanted?: string,
): AsyncGenerator<T> {
  await requireFile(path, wanted);
  const handle = await open(path, 'r').catch((cause) => {
    throw new UserError(`${path} cannot be opened: ${messageOf(cause)}`, { cause });
  });
  try {
    yield* read(handle);
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (syscall !== 'read') throw cause;
    throw new UserError(`${path} cannot be read (${code}); check the file and the disk it is on`, {
      cause,
    });
  } finally {
    await handle.close();
  }
}

/**
 * As `withFile`, of a text file: `read` is given its bytes, unpacked where they are gzip, UTF-8 where they were UTF-16.
 * @throws {UserError} also for a spreadsheet, an archive or another file that is no text
 */
export function opened<T>(
  path: string,
  read: (chunks: ByteChunks) => AsyncIterable<T>,
  wanted?: string,
): AsyncGenerator<T> {
  return withFile(path, (handle) => read(textOf(handle, path)), wanted);
}

async function* textOf(handle: FileHandle, path: string): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of unpacked(handle, path)) {
    const problem = isFirst && foreignFormat(chunk);
    if (problem) throw new UserError(`${path} ${problem}`);
    isFirst = false;
    yield chunk;
  }
}

async function requireFile(path: string, wanted?: string): Promise<void> {
  const advice = wanted ? `give the path of ${wanted}` : 'check the path';
  const info = await stat(path).catch((cause) => {
    const missing = wanted ? 'no such file' : 'there is no such file';
    const reason = cause.code === 'ENOENT' ? missing : messageOf(cause);
    throw new UserError(`${path}: ${reason}; ${advice}`, { cause });
  });
  if (info.isFile()) return;
  const kind = info.isDirectory() ? 'a folder' : 'not a regular file';
  throw new UserError(`${path} is ${kind}; ${advice}`);
}

function foreignFormat(start: Buffer): string | undefined {
  const magic = start.toString('latin1', 0, 4);
  if (magic === 'PK\x03\x04') {
    return 'is a spreadsheet or zip archive; name a spreadsheet .xlsx, or save it as CSV UTF-8';
  }
  if (magic === 'PAR1') return 'is a Parquet file; name it .parquet';
  if (magic === '\xd0\xcf\x11\xe0') return 'is an old spreadsheet; save it as .xlsx or CSV UTF-8';
  if (start.subarray(0, 4).includes(0)) {
    return 'holds zero bytes, so it is no UTF-8 text; save it as CSV UTF-8';
  }
  return undefined;
}

/** @throws {UserError} naming the place, where bytes that begin at `offset` of the file are not UTF-8. */
export function requireUtf8(path: string, bytes: Buffer, row: number, offset: number): void {
  if (isUtf8(bytes)) return;
  const bad = firstInvalid(bytes);
  throw new UserError(
    `${path} is not UTF-8 text: row ${row}, byte ${offset + bad}: not UTF-8 (0x${bytes[bad].toString(16).padStart(2, '0')}); ` +
      'convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW_FILE',
  );
}

/** Index of the first byte that is not UTF-8: the first replacement character that the bytes do not spell out. */
function firstInvalid(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  for (let at = text.indexOf('\ufffd'); ; at = text.indexOf('\ufffd', at + 1)) {
    const index = Buffer.byteLength(text.slice(0, at));
    if (bytes.toString('hex', index, index + 3) !== 'efbfbd') return index;
  }
}
