import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recoded } from './recoded.js';

/** What comes of bytes that are read in pieces of some size, and whether they were taken for Windows-1252. */
async function read(bytes: Buffer, size = 4): Promise<{ text: Buffer; isWindows: boolean }> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  let isWindows = false;
  const parts: Buffer[] = [];
  for await (const part of recoded(pieces(), () => (isWindows = true))) parts.push(part);
  return { text: Buffer.concat(parts), isWindows };
}

test('a table in Windows-1252 is read as such, however far in its first letter is', async () => {
  const table = Buffer.concat([
    Buffer.from('sku;name\n1;Stuhl\n'),
    Buffer.from([0x32, 0x3b, 0x47, 0x72, 0xf6, 0xdf, 0x65, 0x20, 0x80, 0x20, 0x93, 0x4d, 0x94]),
  ]);
  for (const size of [1, 4, 1000]) {
    const { text, isWindows } = await read(table, size);
    expect(text.toString()).toBe('sku;name\n1;Stuhl\n2;Größe € “M”');
    expect(isWindows).toBe(true);
  }
});

const texts = fc.array(fc.constantFrom('a', ',', '\n', 'ö', '€', '床', '🛋', '\ufffd'));

test('UTF-8 comes as it is, cut anywhere', async () => {
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (letters, size) => {
      const bytes = Buffer.from(letters.join(''));
      const { text, isWindows } = await read(bytes, size);
      expect(isWindows).toBe(false);
      expect(text.equals(bytes)).toBe(true);
    }),
  );
});

test('UTF-8 with a broken letter stays broken, for its place to be told', async () => {
  const bytes = Buffer.concat([Buffer.from('Größe, Stühle, Möb'), Buffer.from([0xc3]), Buffer.from('\n')]);
  expect(await read(bytes, 1000)).toEqual({ text: bytes, isWindows: false });
});

test('a last byte that begins a letter is one of Windows-1252', async () => {
  expect((await read(Buffer.from([0x61, 0xc3]))).text.toString()).toBe('aÃ');
});
