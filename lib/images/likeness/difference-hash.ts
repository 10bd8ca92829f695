import { ArgumentError, shown } from '../../errors/index.js';
import { naming } from '../errors.js';
import { openOnWhite } from '../open-image.js';

/**
 * A fingerprint of a photo that stays nearly the same when the file is scaled or compressed anew: 64 bits, as 16 hex
 * digits. The photo is shrunk to 9 × 8 grey values, and each bit says whether a value is below its right neighbour
 * (dHash; Krawetz 2013, "Kind of like that"), here by more than 3 of 255, so that compression leaves an even backdrop
 * without bits. Photos that differ in at most some 4 bits (`hammingDistance`) are most
 * likely one photo; drawings alike in layout come near too, and evenly coloured pictures all have few bits set.
 * @throws {ImageError} for a photo that cannot be decoded, naming the file
 */
export async function differenceHash(path: string): Promise<string> {
  // A kernel without negative lobes: others ring beside edges, differently at each size.
  const grey = await openOnWhite(path)
    .then((photo) => photo.greyscale().resize(9, 8, { fit: 'fill', kernel: 'linear' }).raw().toBuffer())
    .catch(naming(path));
  return hashOf(grey);
}

/** Steps of grey that do not count as a difference. */
const noise = 3;

/** The hash of 9 × 8 grey values. */
function hashOf(grey: Uint8Array): string {
  let hex = '';
  for (let y = 0; y < 8; y++) {
    let byte = 0;
    for (let x = 0; x < 8; x++) {
      const at = 9 * y + x;
      byte = (byte << 1) | (grey[at + 1] - grey[at] > noise ? 1 : 0);
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
