import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { messageOf, shown } from '../errors/index.js';
import type { AdSetAside } from './ad.js';
import { AdsError } from './errors.js';

/** A row of labels that is in order. */
export interface LabelRow {
  readonly row: number;
  readonly file: string;
  readonly quality: number;
  readonly compliant: boolean;
}

const columns = ['file', 'quality', 'compliance'] as const;
const verdicts: Readonly<Record<string, boolean>> = {
  pass: true,
  '1': true,
  true: true,
  fail: false,
  '0': false,
  false: false,
};

/**
 * Reads labels from a CSV with the columns file, quality (0 to 100) and compliance (pass, fail, 1, 0, true, false);
 * others are passed over. A row that is wrong is set aside with its value.
 * @throws {AdsError} for a file that cannot be read, is no CSV, or lacks a column
 */
export async function readLabels(
  path: string,
): Promise<{ readonly rows: readonly LabelRow[]; readonly setAside: readonly AdSetAside[] }> {
  const bytes = await readFile(path).catch((cause) => {
    const reason = cause.code === 'ENOENT' ? 'no such file' : messageOf(cause);
    throw new AdsError(`${path}: ${reason}; give a CSV with the columns ${columns.join(', ')}`, { cause });
  });
  if (!isUtf8(bytes)) throw new AdsError(`${path} is not UTF-8 text; save it as CSV UTF-8`);
  const { parse } = await import('csv-parse/sync');
  let records: string[][];
  try {
    records = parse(bytes, { bom: true, trim: true, relax_column_count: true });
  } catch (cause) {
    throw new AdsError(`${path} is no CSV: ${messageOf(cause)}; mend that line`, { cause });
  }
  const header = (records[0] ?? []).map((name) => name.toLowerCase());
  const at = columns.map((name) => header.indexOf(name));
  const missing = columns.filter((_, i) => at[i] < 0);
  if (missing.length > 0) {
    throw new AdsError(
      `${path} has no column ${missing.join(', ')}, but ${shown(header.join(', '))}; its first line must be ${columns.join(',')}`,
    );
  }
  const rows: LabelRow[] = [];
  const setAside: AdSetAside[] = [];
  records.slice(1).forEach((fields, i) => {
    const row = i + 2;
    if (fields.every((field) => field === '')) return;
    const [file = '', quality = '', compliance = ''] = at.map((column) => fields[column]);
    const verdict = verdicts[compliance.toLowerCase()];
    const reason =
      file === ''
        ? 'no file is named'
        : quality === '' || !Number.isFinite(Number(quality))
          ? `quality is ${shown(quality)}, not a number from 0 to 100`
          : Number(quality) < 0 || Number(quality) > 100
            ? `quality is ${shown(quality)}, outside 0 to 100`
            : verdict === undefined
              ? `compliance is ${shown(compliance)}, not one of ${Object.keys(verdicts).join(', ')}`
              : null;
    if (reason) setAside.push({ row, file, reason });
    else rows.push({ row, file, quality: Number(quality), compliant: verdict });
  });
  return { rows, setAside };
}
