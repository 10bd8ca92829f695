import type { FileHandle } from 'node:fs/promises';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { messageOf, UserError } from '../errors/index.js';
import type { Header } from './delimited/index.js';
import { oversizedField } from './limits.js';
import type { FileRow } from './rows.js';
import { isPacked, unpackedWhole } from './unpack.js';

const maxGroupBytes = 2 * 1024 ** 3;

/**
 * The rows of a Parquet file, a row group at a time, of the columns that `header` does not name ''. Whole numbers of 64
 * bits are numbers where they are exact, else texts; times are ISO 8601; lists and structs are lists and objects.
 * @throws {UserError} for a file that is no Parquet, or has a row group of over 2 GB
 */
export async function* parquetRows(
  handle: FileHandle,
  file: string,
  header: Header,
): AsyncGenerator<readonly FileRow[]> {
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const source = await bufferOf(handle, file);
  const metadata: FileMetaData = await parquetMetadataAsync(source).catch(broken(file));
  const found = parquetSchema(metadata).children.map(({ element }) => element.name);
  const names = header(found, 1) ?? found;
  const nameOf = new Map(found.map((column, i) => [column, names[i]]));
  const columns = found.filter((_, i) => names[i] !== '');
  let rowStart = 0;
  for (const { num_rows, total_byte_size } of metadata.row_groups) {
    if (total_byte_size > maxGroupBytes) {
      throw new UserError(`${file}: a row group is larger than 2 GB; write it with smaller ones`);
    }
    const rowEnd = rowStart + Number(num_rows);
    const rows = await parquetReadObjects({
      file: source,
      metadata,
      columns,
      rowStart,
      rowEnd,
      compressors,
    }).catch(broken(file));
    yield rows.map((values, i) => {
      const entries = Object.entries(values).map(([name, value]) => [nameOf.get(name) ?? name, plain(value)]);
      const fields = Object.fromEntries(entries);
      const problem = oversizedField(fields);
      return problem ? { row: rowStart + i + 1, problem } : { row: rowStart + i + 1, fields };
    });
    rowStart = rowEnd;
  }
}

async function bufferOf(handle: FileHandle, file: string): Promise<AsyncBuffer> {
  if (await isPacked(handle)) return exact(await unpackedWhole(handle, file));
  const { size } = await handle.stat();
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const buffer = Buffer.alloc(end - start);
      const { bytesRead } = await handle.read(buffer, 0, end - start, start);
      return exact(buffer.subarray(0, bytesRead));
    },
  };
}

function exact({ buffer, byteOffset, length }: Buffer): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

function broken(file: string): (cause: unknown) => never {
  return (cause) => {
    if ((cause as NodeJS.ErrnoException).syscall === 'read') throw cause;
    throw new UserError(`${file} is no whole Parquet file: ${messageOf(cause)}; write it again`, { cause });
  };
}
