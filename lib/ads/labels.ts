import { shown, UserError } from '../errors/index.js';
import { requireCommas } from '../records/delimited/index.js';
import { type Rejected, readCells } from '../records/index.js';

/** A row of labels that is in order. */
export interface LabelRow {
  readonly row: number;
  readonly file: string;
  readonly quality: number;
  readonly compliant: boolean;
  /** The rules that the ad breaks, each once; left out where the labels have no column for them. */
  readonly broken?: readonly string[];
}

const columns = ['file', 'quality', 'compliance'] as const;
const brokenColumn = 'broken';
const verdicts: ReadonlyMap<string, boolean> = new Map([
  ['0', false],
  ['1', true],
  ['pass', true],
  ['true', true],
  ['fail', false],
  ['false', false],
]);

/** The labels of a file. */
export interface Labels {
  readonly rows: readonly LabelRow[];
  readonly setAside: readonly Rejected<'row' | 'file'>[];
}

/**
 * Reads labels from a CSV with the columns file, quality (0 to 100), compliance (pass, fail, 1, 0, true, false) and,
 * where it is known, broken: names of your own for the rules that the ad breaks, with spaces between them, empty for
 * one that passes. Other columns are passed over. A row that is wrong is set aside with its value.
 * @throws {UserError} for a file that cannot be read
 * @throws {UserError} for one that is no CSV, or lacks a column
 */
export async function readLabels(path: string): Promise<Labels> {
  const wanted = `a CSV with the columns ${columns.join(', ')}`;
  const rows: LabelRow[] = [];
  const setAside: Rejected<'row' | 'file'>[] = [];
  let at: number[] | undefined;
  for await (const { row, cells, detail } of readCells(path, 'csv', wanted)) {
    if (!cells) throw new UserError(`${path} is no CSV: ${detail}; mend that line`);
    if (!at) {
      at = columnsOf(path, cells);
      continue;
    }
    if (cells.every((cell) => cell === '')) continue;
    const [file = '', quality = '', compliance = '', named] = at.map((column) => cells[column]);
    const broken = named === undefined ? undefined : [...new Set(named.split(/[\s,;|]+/).filter(Boolean))];
    const verdict = verdicts.get(compliance.toLowerCase());
    const reason =
      file === ''
        ? 'no file is named'
        : quality === '' || !Number.isFinite(Number(quality))
          ? `quality is ${shown(quality)}, not a number from 0 to 100`
          : Number(quality) < 0 || Number(quality) > 100
            ? `quality is ${shown(quality)}, outside 0 to 100`
            : verdict === undefined
              ? `compliance is ${shown(compliance)}, not one of ${[...verdicts.keys()].join(', ')}`
              : contradiction(verdict, broken);
    if (reason) setAside.push({ row, file, reason });
    else {
      rows.push({
        row,
        file,
        quality: Number(quality),
        compliant: verdict === true,
        ...(broken && { broken }),
      });
    }
  }
  if (!at) columnsOf(path, []);
  return { rows, setAside };
}

function contradiction(compliant: boolean, broken: readonly string[] | undefined): string | null {
  if (broken === undefined || compliant === (broken.length === 0)) return null;
  return compliant
    ? `it passes, but broken is ${shown(broken.join(' '))}; leave that empty, or say fail`
    : 'it fails, but broken names no rule; name what it breaks, as in logo-safe-zone';
}

/** Where the header has each column. */
function columnsOf(path: string, found: readonly string[]): number[] {
  const header = found.map((name) => name.toLowerCase());
  const missing = columns.filter((name) => !header.includes(name));
  if (missing.length === 0) {
    const known = header.includes(brokenColumn) ? [...columns, brokenColumn] : columns;
    return known.map((name) => header.indexOf(name));
  }
  requireCommas(path, header);
  throw new UserError(
    `${path} has no column ${missing.join(', ')}, but ${shown(header.join(', '))}; its first line must be ${columns.join(',')}`,
  );
}
