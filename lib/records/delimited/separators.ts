import { shown, UserError } from '../../errors/index.js';
import { RecordScanner } from './record-scanner.js';

/** What may stand between the cells of a table. */
export const separators = [',', ';', '\t', '|'] as const;

export type Separator = (typeof separators)[number];

const records = 50;

export function scannerFor(separator: Separator): RecordScanner {
  // Tab-separated files are written with quotes and without, so that a quote in a cell is a letter.
  return new RecordScanner(separator.charCodeAt(0), separator !== '\t');
}

/**
 * What separates the cells of a table, by its first bytes: that which gives most of its first rows the same number of
 * cells, and of several such the one that gives more. A first line `sep=;`, as spreadsheets write it, says so itself.
 */
export function separatorOf(start: Buffer, preset: Separator, isWhole: boolean): Separator {
  const told = toldSeparator(start);
  if (told) return told;
  let best = { separator: preset, share: 0, width: 0 };
  for (const separator of [preset, ...separators]) {
    const widths = firstWidths(start, separator, isWhole);
    const counts = new Map<number, number>();
    for (const width of widths) if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1);
    for (const [width, count] of counts) {
      const share = count / widths.length;
      if (share > best.share || (share === best.share && width > best.width)) {
        best = { separator, share, width };
      }
    }
  }
  return best.separator;
}

/** The separator of a first line `sep=;`. */
export function toldSeparator(start: Buffer): Separator | undefined {
  const told = /^(?:\ufeff)?"?sep=([,;\t|])"?\r?\n/i.exec(start.toString('utf8', 0, 12))?.[1];
  return separators.find((separator) => separator === told);
}

function firstWidths(start: Buffer, separator: Separator, isWhole: boolean): number[] {
  const scanner = scannerFor(separator);
  const widths: number[] = [];
  for (let at = 0; at < start.length && widths.length < records; ) {
    let found = scanner.scan(start, at, isWhole);
    const isBroken = found === 'broken';
    if (isBroken) found = scanner.scanPlain(start, at, isWhole);
    if (found === 'more') break;
    const { cells } = scanner;
    if (cells.length > 1 || cells[0] !== '') widths.push(isBroken && separator !== '\t' ? 0 : cells.length);
    at = scanner.end;
  }
  return widths;
}

/** Refuses a table without commas. @throws {UserError} for a header that is one name with another separator in it */
export function requireCommas(file: string, names: readonly string[]): void {
  const separator =
    names.length === 1 ? separators.find((mark) => mark !== ',' && names[0].includes(mark)) : undefined;
  if (!separator) return;
  throw new UserError(`${file}: fields are separated by ${shown(separator)}; save it with commas`);
}
