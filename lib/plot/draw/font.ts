import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Advance widths of a TrueType font's characters, in fractions of the font size. */
export type FontMetrics = (text: string) => number;

/** The files of the fonts that charts are set in, the same on every machine. */
export function fontFiles(): string[] {
  const require = createRequire(import.meta.url);
  return ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
    require.resolve(`dejavu-fonts-ttf/ttf/${name}`),
  );
}

/**
 * Reads the advance widths of a TrueType file: tables head (units), hhea and hmtx (widths), cmap format 4 (which
 * glyph a character has). Source: the OpenType specification, 1.9.
 */
export function readMetrics(file: string): FontMetrics {
  const font = readFileSync(file);
  const tables = new Map<string, number>();
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const entry = 12 + 16 * i;
    tables.set(font.toString('latin1', entry, entry + 4), font.readUInt32BE(entry + 8));
  }
  const at = (name: string) => tables.get(name) as number;
  const units = font.readUInt16BE(at('head') + 18);
  const widths = font.readUInt16BE(at('hhea') + 34);
  const glyphOf = readCmap(font, at('cmap'));
  const cache = new Map<string, number>();
  const advance = (character: string) => {
    const known = cache.get(character);
    if (known !== undefined) return known;
    const glyph = glyphOf(character.codePointAt(0) ?? 0);
    const width = font.readUInt16BE(at('hmtx') + 4 * Math.min(glyph, widths - 1)) / units;
    cache.set(character, width);
    return width;
  };
  return (text) => {
    let total = 0;
    for (const character of text) total += advance(character);
    return total;
  };
}

function readCmap(font: Buffer, cmap: number): (code: number) => number {
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const table = cmap + font.readUInt32BE(cmap + 4 + 8 * i + 4);
    if (font.readUInt16BE(table) !== 4) continue;
    const bytes = font.readUInt16BE(table + 6);
    const [ends, starts, deltas, offsets] = [14, 16 + bytes, 16 + 2 * bytes, 16 + 3 * bytes].map(
      (o) => table + o,
    );
    return (code) => {
      for (let at = 0; at < bytes; at += 2) {
        if (code > font.readUInt16BE(ends + at)) continue;
        const start = font.readUInt16BE(starts + at);
        if (code < start) return 0;
        const delta = font.readUInt16BE(deltas + at);
        const offset = font.readUInt16BE(offsets + at);
        if (offset === 0) return (code + delta) & 0xffff;
        const glyph = font.readUInt16BE(offsets + at + offset + 2 * (code - start));
        return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
      }
      return 0;
    };
  }
  return () => 0;
}
