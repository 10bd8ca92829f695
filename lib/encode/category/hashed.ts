/** A column in [0, cols) and a sign for a text, by its FNV-1a hash (32 bits, mixed as murmur3 does at its end). */
export function hashed(text: string, cols: number): { column: number; sign: 1 | -1 } {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = (hash ^ (hash >>> 16)) >>> 0;
  return { column: (hash >>> 1) % cols, sign: hash & 1 ? 1 : -1 };
}
