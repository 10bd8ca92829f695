import { isUtf8 } from 'node:buffer';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { messageOf, UserError } from '../errors/index.js';

/**
 * What `read` gives of a file, which is closed afterwards, also where the reader stops early.
 * @param wanted what the file is to be, for the error of one that is missing: 'a CSV file with the columns …'
 * @throws {UserError} for a file that is missing or cannot be read, a folder, UTF-16, a spreadsheet or a compressed file
 */
export async function* opened<T>(
  path: string,
  read: (handle: FileHandle) => AsyncIterable<T>,
  wanted?: string,
): AsyncGenerator<T> {
  await requireFile(path, wanted);
  const handle = await open(path, 'r').catch((cause) => {
    throw new UserError(`${path} cannot be opened: ${messageOf(cause)}`, { cause });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const problem = foreignFormat(buffer.subarray(0, bytesRead));
    if (problem) throw new UserError(`${path} ${problem}`);
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
  const hex = start.toString('hex');
  if (hex.startsWith('fffe') || hex.startsWith('feff')) {
    const name = hex.startsWith('fffe') ? 'UTF-16LE' : 'UTF-16BE';
    return `is encoded as ${name}; convert it: iconv -f ${name} -t UTF-8 FILE > NEW_FILE`;
  }
  if (start.includes(0)) return 'holds zero bytes, so it is no UTF-8 text; save it as CSV UTF-8';
  if (hex === '504b0304') return 'is a spreadsheet or zip archive; save it as CSV UTF-8';
  if (hex.startsWith('1f8b')) return 'is compressed with gzip; unpack it first: gunzip FILE';
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
