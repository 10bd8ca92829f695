import { ArgumentError } from '../../errors/index.js';
import { showHtml } from './display.js';
import { cut, escapeHtml } from './html.js';
import { columnFormat, plain } from './number.js';

/** A danfojs DataFrame or Series, told by its shape. */
export interface DataFrameLike {
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
}

/** One row, by column name. */
export type Row = Readonly<Record<string, unknown>>;

export interface TableOptions {
  /** Set above the table. */
  readonly title?: string;
  /** Rows shown; the footer says how many there are. Default 10. */
  readonly maxRows?: number;
  /** Columns shown, in this order. Default all of them. */
  readonly columns?: readonly string[];
  /** How a column's values read: a number of decimals, or a function. */
  readonly format?: Readonly<Record<string, number | ((value: unknown) => string)>>;
  /** Columns whose best value among the rows shown is set in bold. */
  readonly best?: Readonly<Record<string, 'max' | 'min'>>;
  /** Characters after which a text is cut; the whole text is its tooltip. Default 80. */
  readonly maxText?: number;
}

const style = `<style>
.vitrine-table{margin:.6em 0;max-width:100%;font-size:13px;line-height:1.45}
.vitrine-table .scroll{overflow-x:auto}
.vitrine-table table{border-collapse:collapse;border:0;margin:0;color:inherit;background:none}
.vitrine-table .title{font-weight:600;margin:0 0 .4em}
.vitrine-table.vitrine-table table th,.vitrine-table.vitrine-table table td{padding:.3em .8em;border:0;border-bottom:1px solid rgba(128,128,128,.28);text-align:left;vertical-align:top;background:none;color:inherit;max-width:34em}
.vitrine-table.vitrine-table table thead th{font-weight:600;border-bottom:1px solid rgba(128,128,128,.75);white-space:nowrap;vertical-align:bottom}
.vitrine-table.vitrine-table table .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.vitrine-table .none{opacity:.45}
.vitrine-table .best{font-weight:700}
.vitrine-table .rows{opacity:.7;font-size:12px;padding:.4em 0 0}
@media (max-width:700px){.vitrine-table.vitrine-table table{width:max-content}.vitrine-table.vitrine-table table td{max-width:15em}}
</style>`;

/**
 * Shows a table: numbers to the right with digits that suit their column, long texts cut, all text escaped.
 *
 * @param data rows as objects, or a danfojs DataFrame.
 * @throws {ArgumentError} for a column that the table has not.
 * @example showTable(results, { title: 'Search quality', best: { 'nDCG@10': 'max' } })
 */
export function showTable(
  data: readonly Row[] | readonly object[] | DataFrameLike,
  options: TableOptions = {},
): void {
  const { rows, columns } = tabulate(data, options.columns);
  const line = `${options.title ?? 'table'}: ${plain(rows.length, 0)} rows × ${columns.length} columns (${columns.join(', ')})`;
  showHtml(rowsHtml(rows, columns, options), line);
}

/** A table as the HTML of an output. */
export function tableHtml(data: readonly object[] | DataFrameLike): string {
  const { rows, columns } = tabulate(data);
  return rowsHtml(rows, columns, {});
}

/** The rows as objects, and the columns to show. */
function tabulate(data: readonly object[] | DataFrameLike, wanted?: readonly string[]) {
  let rows: readonly Row[];
  let known: string[];
  if (Array.isArray(data)) {
    rows = data as readonly Row[];
    known = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  } else {
    const frame = data as DataFrameLike;
    known = frame.columns.map(String);
    rows = frame.values.map((cells) => {
      const list = Array.isArray(cells) ? cells : [cells];
      return Object.fromEntries(known.map((column, index) => [column, list[index]]));
    });
  }
  const unknown = wanted?.find((column) => rows.length > 0 && !known.includes(column));
  if (unknown !== undefined) {
    throw new ArgumentError(
      `showTable: no column ${JSON.stringify(unknown)}; the table has ${known.join(', ')}`,
    );
  }
  return { rows, columns: wanted ? [...wanted] : known };
}

function rowsHtml(all: readonly Row[], columns: string[], options: TableOptions): string {
  const { title, maxRows = 10, format = {}, best = {}, maxText = 80 } = options;
  const rows = all.slice(0, maxRows);
  const total = all.length;
  const valuesOf = (column: string) => rows.map((row) => own(row, column));
  const numeric = columns.map((column) => isNumeric(valuesOf(column)));
  const formats = columns.map((column) => {
    const chosen = own(format, column);
    if (typeof chosen === 'function') return chosen;
    if (typeof chosen === 'number')
      return (value: unknown) => showValue(value, (number) => plain(number, chosen));
    const digits = columnFormat(valuesOf(column));
    return (value: unknown) => showValue(value, digits);
  });
  const bests = columns.map((column) => bestOf(valuesOf(column), own(best, column)));
  const head = columns.map(
    (column, c) => `<th scope="col"${numeric[c] ? ' class="number"' : ''}>${escapeHtml(column)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map((column, c) => {
      const value = own(row, column);
      const text = isMissing(value) ? '–' : formats[c](value);
      const short = cut(text, maxText);
      const classes = [
        numeric[c] ? 'number' : '',
        isMissing(value) ? 'none' : '',
        bests[c] !== undefined && value === bests[c] ? 'best' : '',
      ].filter(Boolean);
      const attributes =
        (classes.length ? ` class="${classes.join(' ')}"` : '') +
        (short === text ? '' : ` title="${escapeHtml(text)}"`);
      return `<td${attributes}>${escapeHtml(short)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const heading = title ? `<div class="title">${escapeHtml(title)}</div>` : '';
  const label = title ? ` aria-label="${escapeHtml(title)}"` : '';
  const footer =
    rows.length < total ? `<div class="rows">${plain(rows.length, 0)} of ${plain(total, 0)} rows</div>` : '';
  const empty = total === 0 ? '<div class="rows">no rows</div>' : '';
  return `${style}<div class="vitrine-table">${heading}<div class="scroll"><table${label}><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>${footer}${empty}</div>`;
}

/** A column may be called as something that every object has. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || Number.isNaN(value);
}

function isNumeric(values: readonly unknown[]): boolean {
  const given = values.filter((value) => !isMissing(value));
  return given.length > 0 && given.every((value) => typeof value === 'number' || typeof value === 'bigint');
}

function bestOf(values: readonly unknown[], direction: 'max' | 'min' | undefined): number | undefined {
  const numbers = values.filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  );
  if (!direction || numbers.length === 0) return undefined;
  return direction === 'max' ? Math.max(...numbers) : Math.min(...numbers);
}

function showValue(value: unknown, number: (value: number) => string): string {
  if (isMissing(value)) return '–';
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return value.map((item) => showValue(item, number)).join(', ');
  if (value instanceof Date)
    return value
      .toISOString()
      .replace('T', ' ')
      .replace(/\.\d+Z$/, ' UTC');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
