import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fromRows, matrix } from '../vectors/index.js';
import { readNpy, writeNpy } from './index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-npy-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what is written is read back, empty matrices too', async () => {
  const file = path.join(folder, 'a.npy');
  for (const m of [
    fromRows([
      [1.5, -2, 3],
      [0, 1e-30, 7],
    ]),
    matrix(0, 4),
  ]) {
    await writeNpy(file, m);
    expect(await readNpy(file)).toEqual(m);
  }
});

test('the header is the one of NumPy 1.0, 64-byte aligned', async () => {
  const file = path.join(folder, 'a.npy');
  await writeNpy(file, fromRows([[1, 2]]));
  const bytes = await readFile(file);
  expect(bytes.length).toBe(128 + 8);
  expect(bytes.toString('latin1', 0, 128)).toBe(
    `\x93NUMPY\x01\x00\x76\x00${"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }".padEnd(117)}\n`,
  );
});

const python = ['/usr/bin/python3', 'python3'].find((name) => {
  try {
    execFileSync(name, ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});
test.skipIf(!python)('NumPy reads it (needs python3 with numpy)', async () => {
  const file = path.join(folder, 'a.npy');
  await writeNpy(
    file,
    fromRows([
      [1, 2],
      [3, 4],
      [5, 6.5],
    ]),
  );
  const script = `import numpy,sys; a=numpy.load(sys.argv[1]); print(a.dtype, a.shape, a.sum())`;
  expect(
    execFileSync(python as string, ['-c', script, file])
      .toString()
      .trim(),
  ).toBe('float32 (3, 2) 21.5');
});

test('a file that is cut short, or no .npy at all, is refused', async () => {
  const file = path.join(folder, 'a.npy');
  await writeNpy(file, fromRows([[1, 2]]));
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, -1));
  await expect(readNpy(file)).rejects.toThrow(`${file} is cut short or damaged: 135 bytes, 136 expected`);
  const huge = whole
    .toString('latin1')
    .replace('(1, 2), }'.padEnd(26), '(9999999999, 9999999999), }'.slice(0, 26));
  await writeFile(file, huge, 'latin1');
  await expect(readNpy(file)).rejects.toThrow('is cut short or damaged: 136 bytes');
  await writeFile(file, 'hello');
  await expect(readNpy(file)).rejects.toThrow('is not a NumPy 1.0 file');
});
