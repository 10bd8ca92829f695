import { ArgumentError, messageOf, shown } from '../errors/index.js';

/**
 * A fingerprint of a photo that stays nearly the same when the file is scaled or compressed anew: 64 bits, as 16 hex
 * digits. The photo is shrunk to 9 × 8 grey values, and each bit says whether a value is below its right neighbour
 * (dHash; Krawetz 2013, "Kind of like that"), here by more than 3 of 255, so that compression leaves an even backdrop
 * without bits. Photos that differ in at most some 4 bits (`hammingDistance`) are most
 * likely one photo; drawings alike in layout come near too, and evenly coloured pictures all have few bits set.
 * @throws {ArgumentError} for a photo that cannot be decoded, naming the file
 */
export async function differenceHash(path: string): Promise<string> {
  const [{ default: sharp }, { readFile }] = await Promise.all([import('sharp'), import('node:fs/promises')]);
  try {
    const image = sharp(await readFile(path), { limitInputPixels: 50e6, failOn: 'error' });
    // A kernel without negative lobes: others ring beside edges, differently at each size.
    const grey = await image
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .greyscale()
      .resize(9, 8, { fit: 'fill', kernel: 'linear' })
      .raw({ depth: 'uchar' })
      .toBuffer();
    return hashOf(grey, grey.length / 72);
  } catch (cause) {
    throw new ArgumentError(`${path} cannot be decoded: ${messageOf(cause)}; leave the photo out`, { cause });
  }
}

/** Steps of grey that do not count as a difference. */
const noise = 3;

/** The hash of 9 × 8 grey values, which are the first of `channels` bytes each. */
function hashOf(grey: Uint8Array, channels: number): string {
  let hex = '';
  for (let y = 0; y < 8; y++) {
    let byte = 0;
    for (let x = 0; x < 8; x++) {
      const at = (9 * y + x) * channels;
      byte = (byte << 1) | (grey[at + channels] - grey[at] > noise ? 1 : 0);
    }
    hex += byte.toString(16).padStart(2, '0');
  }
  return hex;
}

/**
 * Bits in which two hashes differ, 0 to 64.
 * @throws {ArgumentError} for a text that is no hash
 */
export function hammingDistance(a: string, b: string): number {
  return bits(part(a, 0) ^ part(b, 0)) + bits(part(a, 8) ^ part(b, 8));
}

function part(hash: string, from: number): number {
  if (!/^[0-9a-f]{16}$/.test(hash)) throw new ArgumentError(`${shown(hash)} is no hash of 16 hex digits`);
  return Number.parseInt(hash.slice(from, from + 8), 16);
}

function bits(x: number): number {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
