import { ArgumentError, shown } from '../errors/index.js';

/** A row of a table, by column name. */
export type TableRow = Readonly<Record<string, string | number | null>>;

/** How a table is written: columns aligned for a terminal, Markdown, or LaTeX (booktabs). */
export type TableFormat = 'text' | 'markdown' | 'latex';

/** The formats that a table can be written in. */
export const tableFormats: readonly TableFormat[] = ['text', 'markdown', 'latex'];

/**
 * What a job found, as a table that prints itself. It is an array of rows, so `showTable`, `map` and `JSON.stringify`
 * take it as it is; its columns are those of the first row.
 * @example
 * const table = resultTable([{ system: 'text', 'nDCG@10': 0.678 }, { system: 'image', 'nDCG@10': 0.51 }]);
 * `${table}`                 // aligned columns, for a terminal
 * table.toString('markdown') // or 'latex', for a paper
 */
export class ResultTable extends Array<TableRow> {
  /** What `map` and `filter` make of a table is a plain array. */
  static override get [Symbol.species]() {
    return Array;
  }

  /**
   * The table as text to print or to paste into a paper. Numbers and signed figures stand to the right.
   * @param format 'text', 'markdown' or 'latex'. Default 'text'.
   * @param decimals Decimals of every number. Default as many as it has.
   * @throws {ArgumentError} on an unknown format
   */
  override toString(format: TableFormat = 'text', decimals?: number): string {
    if (!tableFormats.includes(format)) {
      throw new ArgumentError(`format is ${shown(format)}; choose ${tableFormats.join(', ')}`);
    }
    const columns = Object.keys(this[0] ?? {});
    const cells = this.map((row) => columns.map((column) => cellText(own(row, column), decimals)));
    const right = columns.map(
      (_, c) => cells.every((row) => /^[-+−<]?\d|^–?$/.test(row[c])) && cells.some((row) => row[c]),
    );
    return format === 'latex' ? latex(columns, cells, right) : aligned(columns, cells, right, format);
  }
}

/** Rows as a table that prints itself. */
export function resultTable(rows: Iterable<TableRow>): ResultTable {
  const table = new ResultTable();
  for (const row of rows) table.push(row);
  return table;
}

function own(row: TableRow, column: string): TableRow[string] | undefined {
  return Object.hasOwn(row, column) ? row[column] : undefined;
}

function cellText(value: string | number | null | undefined, decimals?: number): string {
  return typeof value === 'number' && decimals !== undefined ? value.toFixed(decimals) : String(value ?? '');
}

function aligned(
  columns: string[],
  cells: string[][],
  right: boolean[],
  format: 'text' | 'markdown',
): string {
  const clean =
    format === 'markdown' ? (text: string) => text.replaceAll('|', '\\|') : (text: string) => text;
  const lines = [columns.map(clean), ...cells.map((row) => row.map(clean))];
  const widths = columns.map((_, c) => Math.max(3, ...lines.map((line) => [...line[c]].length)));
  const padded = lines.map((line) =>
    line.map((cell, c) => {
      const space = ' '.repeat(widths[c] - [...cell].length);
      return right[c] ? space + cell : cell + space;
    }),
  );
  if (format === 'text') return padded.map((line) => line.join('  ').trimEnd()).join('\n');
  const rule = widths.map((width, c) => (right[c] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [padded[0], rule, ...padded.slice(1)].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

const superscripts = new Map(
  [...'ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ'].map((mark, i) => [mark, 'abcdefghijklmnoprstuvwxyz'[i]]),
);

function latex(columns: string[], cells: string[][], right: boolean[]): string {
  const line = (row: string[]) => `${row.map(escapeLatex).join(' & ')} \\\\`;
  return [
    `\\begin{tabular}{${right.map((r) => (r ? 'r' : 'l')).join('')}}`,
    '\\toprule',
    line(columns),
    '\\midrule',
    ...cells.map(line),
    '\\bottomrule',
    '\\end{tabular}',
  ].join('\n');
}

const latexOf: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '−': '$-$',
  '<': '$<$',
  '>': '$>$',
  '–': '--',
  '…': '\\ldots{}',
};

function escapeLatex(text: string): string {
  return text
    .replace(/[\\~^−<>–…&%$#_{}]/g, (char) => latexOf[char] ?? `\\${char}`)
    .replace(
      /[ᵃ-ᵛʰⁱʲⁿʳˡˢˣʷʸᶜᶠᶻᵍᵏᵒᵖᵗᵘ]+/gu,
      (marks) => `$^{${[...marks].map((mark) => superscripts.get(mark) ?? mark).join('')}}$`,
    );
}
