import { open } from 'node:fs/promises';
import { type Matrix, matrix } from '../vectors/index.js';
import { writeAtomically } from './atomic.js';
import { StoreError, storeError } from './errors.js';

const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');

function bytesOf(data: Float32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/**
 * Writes a matrix as NumPy's `.npy`, version 1.0: float32, little-endian, two-dimensional, C order.
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function writeNpy(path: string, m: Matrix): Promise<void> {
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${m.rows}, ${m.cols}), }`;
  const unpadded = magic.length + 2 + description.length + 1;
  const header = `${description.padEnd(description.length + ((64 - (unpadded % 64)) % 64))}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  return writeAtomically(path, async (handle) => {
    await handle.writeFile(Buffer.concat([magic, length, Buffer.from(header, 'latin1')]));
    await handle.writeFile(bytesOf(m.data));
  });
}

/**
 * Reads a two-dimensional float32 `.npy` file in C order.
 * @throws {StoreError} that says what the file is instead, or how much of it is missing.
 */
export async function readNpy(path: string): Promise<Matrix> {
  const handle = await open(path, 'r').catch((cause) => {
    throw storeError('read', path, cause);
  });
  try {
    const prefix = Buffer.alloc(10);
    await handle.read(prefix, 0, 10, 0);
    if (!prefix.subarray(0, 8).equals(magic)) throw new StoreError(`${path} is not a NumPy 1.0 file`);
    const headerLength = prefix.readUInt16LE(8);
    const header = Buffer.alloc(headerLength);
    await handle.read(header, 0, headerLength, 10);
    const text = header.toString('latin1');
    const shape = /'shape': \((\d+), (\d+)\)/.exec(text);
    if (!shape || !text.includes("'<f4'") || !text.includes("'fortran_order': False")) {
      throw new StoreError(
        `${path} holds ${text.trim()}; only two-dimensional float32 in C order can be read`,
      );
    }
    const [rows, cols] = [Number(shape[1]), Number(shape[2])];
    const start = 10 + headerLength;
    const expected = start + rows * cols * 4;
    const { size } = await handle.stat();
    if (size !== expected) {
      throw new StoreError(`${path} is cut short or damaged: ${size} bytes, ${expected} expected`);
    }
    const m = matrix(rows, cols);
    const bytes = bytesOf(m.data);
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(bytes.length - at, 1 << 28), start + at);
      if (bytesRead === 0) throw new StoreError(`${path} became shorter while it was read`);
      at += bytesRead;
    }
    return m;
  } finally {
    await handle.close();
  }
}
