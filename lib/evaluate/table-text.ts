import { ArgumentError, shown } from '../errors/index.js';
import type { TableRow } from './ranking/significance-tables.js';

/** How a table is written: columns aligned for a terminal, Markdown, or LaTeX (booktabs). */
export type TableFormat = 'text' | 'markdown' | 'latex';

/** The formats that `tableText` knows. */
export const tableFormats: readonly TableFormat[] = ['text', 'markdown', 'latex'];

const superscripts = new Map(
  [...'ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ'].map((mark, i) => [mark, 'abcdefghijklmnoprstuvwxyz'[i]]),
);

/**
 * Rows as text to print or to paste into a paper. Columns are those of the first row; numbers and signed figures stand
 * to the right.
 * @throws {ArgumentError} on an unknown format
 * @example console.log(tableText(significanceTable(result), 'latex'))
 */
export function tableText(rows: readonly TableRow[], format: TableFormat = 'text'): string {
  if (!tableFormats.includes(format)) {
    throw new ArgumentError(`format is ${shown(format)}; choose ${tableFormats.join(', ')}`);
  }
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => String(row[column] ?? '')));
  const right = columns.map(
    (_, c) => cells.every((row) => /^[-+−<]?\d|^–?$/.test(row[c])) && cells.some((row) => row[c]),
  );
  if (format === 'latex') return latex(columns, cells, right);
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
