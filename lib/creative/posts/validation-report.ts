import type { DatasetCheck, DatasetReport } from './validate-dataset.js';

const marks = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' } as const;

function verdict({ passed, quality, rows }: DatasetReport): string {
  return `${passed ? 'Fit to learn from' : 'Not fit to learn from'}: quality ${quality} of 100, ${rows} rows`;
}

/**
 * What `validateDataset` found, to read: a line a check with its details below for a terminal, or one HTML page without
 * scripts for a browser or a notebook.
 */
export function validationReport(report: DatasetReport, format: 'text' | 'html' = 'text'): string {
  return format === 'html' ? html(report) : text(report);
}

function text(report: DatasetReport): string {
  const line = ({ name, level, points, message, details }: DatasetCheck) =>
    [
      `${marks[level]} ${name.padEnd(17)} ${points ? `−${points}`.padStart(6) : '     0'}  ${message}`,
      ...(level === 'ok' ? [] : details.map((detail) => `       ${detail}`)),
    ].join('\n');
  return `${verdict(report)}\n\n${report.checks.map(line).join('\n')}`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function html(report: DatasetReport): string {
  const row = ({ name, level, points, message, details }: DatasetCheck) =>
    `<tr class="${level}"><td>${level}</td><th scope="row">${name}</th><td class="points">${points ? `−${points}` : 0}</td>` +
    `<td>${escaped(message)}${details.length ? `<ul>${details.map((detail) => `<li>${escaped(detail)}</li>`).join('')}</ul>` : ''}</td></tr>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Data set validation</title><style>
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}
table{border-collapse:collapse;width:100%}td,th{padding:.4rem .7rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
.points{text-align:right;white-space:nowrap}ul{margin:.2rem 0 0;padding-left:1.1rem;font-size:13px;color:#555}
.fail td:first-child{color:#b00020;font-weight:600}.warn td:first-child{color:#8a5a00;font-weight:600}.ok td:first-child{color:#1b6e3c}
</style></head><body><h1>Data set validation</h1><p><strong>${escaped(verdict(report))}</strong></p>
<table><thead><tr><th>result</th><th>check</th><th>points</th><th>what was found</th></tr></thead><tbody>
${report.checks.map(row).join('\n')}
</tbody></table></body></html>
`;
}
