import { type Figure, plotPng } from '../../plot/index.js';
import type { DriftReport } from './detect-drift.js';
import { columnFigure, psiFigure } from './figures.js';
import type { ColumnDrift } from './judge-column.js';
import type { LossDrift } from './measure-outcomes.js';
import { percent, pText, short, testNames } from './wording.js';

export interface DriftPageOptions {
  /** Heading of the page. Default 'Drift report'. */
  readonly title?: string;
  /** What the two tables are called, such as their files. Default 'reference' and 'current'. */
  readonly names?: { readonly reference: string; readonly current: string };
}

/** Columns that are drawn at most, those that drifted first. */
const maxPlots = 40;

const style = `<style>
.drift{font-size:.86rem;line-height:1.45}
.drift th{white-space:nowrap}
.drift.drift.drift th,.drift.drift.drift td{padding:.35em .55em}
.drift .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.drift .column{min-width:8em;max-width:16em;overflow-wrap:break-word}
.drift .why{min-width:18em}
.verdict{display:inline-block;white-space:nowrap;border-radius:4px;padding:0 .5em;font-weight:600;font-size:.92em;border:1px solid currentColor}
.verdict.drift{color:#b3261e}.verdict.watch{color:#8a5a00}.verdict.stable{color:#1f6f43}.verdict.untested{color:#68727b}
@media (prefers-color-scheme:dark){.verdict.drift{color:#ff8a80}.verdict.watch{color:#f2b84b}.verdict.stable{color:#8fd6a8}.verdict.untested{color:#9aa4ad}}
.plot{display:block;width:100%;max-width:760px;border-radius:6px;background:#fff}
</style>`;

/**
 * What drifted as the parts of a page, in Markdown with HTML, pictures within: the verdict, the loss, a table of all
 * columns, how the values of each are spread (the first 40), and how to read it. No text of the data is taken for markup.
 * @example await driftPage(detectDrift(train, lastWeek)) // ['# Drift report\n\n…', '## Columns\n\n…', …]
 */
export async function driftPage(report: DriftReport, options: DriftPageOptions = {}): Promise<string[]> {
  const { title = 'Drift report', names = { reference: 'reference', current: 'current' } } = options;
  const drawn = report.columns.filter(({ distribution }) => distribution).slice(0, maxPlots);
  const tested = report.columns.filter(({ psi }) => psi);
  return [
    `# ${markdown(title)}\n\n${style}\n\n${verdictHtml(report, names)}`,
    ...(report.loss === null ? [] : [`## Predictions against outcomes\n\n${lossHtml(report.loss)}`]),
    `## Columns\n\n${tableHtml(report.columns)}`,
    ...(tested.length
      ? [
          `## Size of the shifts\n\n${await picture(psiFigure(report), 'Population stability index by column')}`,
        ]
      : []),
    ...(drawn.length ? ['## Distributions'] : []),
    ...(await Promise.all(drawn.map(columnPart))),
    ...(drawn.length < tested.length
      ? [`The other ${tested.length - drawn.length} columns are not drawn.`]
      : []),
    `## How to read this\n\n${howToRead(report)}`,
  ];
}

function verdictHtml(report: DriftReport, names: { reference: string; current: string }): string {
  const count = (verdict: ColumnDrift['verdict']) =>
    report.columns.filter((column) => column.verdict === verdict).length;
  const counts = (['drift', 'watch', 'stable', 'not tested'] as const)
    .map((verdict) => [count(verdict), verdict] as const)
    .filter(([n]) => n > 0)
    .map(([n, verdict]) => `${badge(verdict)} ${n}`);
  const head = report.drifted
    ? `${badge('drift')} The current data differ from the reference.`
    : `${badge('stable')} No drift found.`;
  const rows = `<p>${html(names.reference)}: ${report.rows.reference.toLocaleString('en')} rows, against ${html(names.current)}: ${report.rows.current.toLocaleString('en')} rows. Columns: ${counts.join(' · ')}.</p>`;
  const listed = (columns: readonly string[], what: string) =>
    columns.length
      ? `<p>${what}: ${columns.map((column) => `<code>${html(column)}</code>`).join(', ')}</p>`
      : '';
  return `<p><strong>${head}</strong></p>${rows}${listed(report.lostColumns, 'Columns that are gone')}${listed(report.newColumns, 'New columns')}`;
}

function lossHtml(loss: LossDrift | string): string {
  if (typeof loss === 'string') return `<p>${badge('not tested')} ${html(loss)}.</p>`;
  const verdict = loss.verdict === 'worse' ? badge('drift') : badge('stable');
  const show = loss.metric === 'accuracy' ? percent : short;
  const word = { worse: 'got worse', better: 'got better', stable: 'is as it was' }[loss.verdict];
  return `<p>${verdict} ${capital(loss.metric)} ${word}: ${show(loss.reference)} → ${show(loss.current)} (${pText(loss.adjustedPValue)}; ${loss.rows.reference} and ${loss.rows.current} outcomes known).</p>`;
}

function tableHtml(columns: readonly ColumnDrift[]): string {
  const rows = columns.map(({ column, role, verdict, reasons, test, psi, missing }) => {
    const cells = [
      `<td class="column"><code>${html(column)}</code>${role === 'feature' ? '' : ` (${role})`}</td>`,
      `<td>${badge(verdict)}</td>`,
      `<td class="number">${psi ? psi.value.toFixed(3) : '–'}</td>`,
      `<td class="number">${test ? pText(test.adjustedPValue).replace(/^p (= )?/, '') : '–'}</td>`,
      `<td class="number">${percent(missing.current)}</td>`,
      `<td class="why">${reasons.map((reason) => `<div>${html(reason)}</div>`).join('')}</td>`,
    ];
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table class="drift"><thead><tr><th>Column</th><th>Verdict</th><th class="number">PSI</th><th class="number">p</th><th class="number">Missing</th><th>Why</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

async function columnPart(column: ColumnDrift): Promise<string> {
  const figure = columnFigure(column) as Figure;
  return `### ${markdown(column.column)}\n\n<p>${badge(column.verdict)} ${column.reasons.map(html).join('; ')}</p>${await picture(figure, `Distribution of ${column.column}`)}`;
}

function howToRead(report: DriftReport): string {
  const used = [...new Set(report.columns.flatMap(({ test }) => (test ? [testNames[test.name]] : [])))].join(
    ', ',
  );
  return [
    `<p>Measured by: ${html(used || 'nothing')}, and the population stability index (PSI: below 0.1 stable, from 0.25 a large shift).`,
    'Up to 1,000 values on the smaller side a test decides; above, where any trifle is significant, the distance must be large too.',
    `The ${report.tests} p-values are corrected together (${report.correction}), so that the chance of any false alarm is about ${percent(report.alpha)}.`,
    'Drift says that the data differ, not that the model is wrong: look at the predictions and, when outcomes are there, at their error.</p>',
  ].join(' ');
}

async function picture(figure: Figure, alt: string): Promise<string> {
  const png = Buffer.from(await plotPng(figure)).toString('base64');
  return `<img class="plot" alt="${html(alt)}" src="data:image/png;base64,${png}">`;
}

function badge(verdict: ColumnDrift['verdict']): string {
  return `<span class="verdict ${verdict === 'not tested' ? 'untested' : verdict}">${verdict}</span>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A text between tags, in an attribute, or in a paragraph of HTML within markdown. */
function html(text: string): string {
  return text
    .replace(/ %/g, '\u00a0%')
    .replace(/ ([=<]) (?=\d)/g, '\u00a0$1\u00a0')
    .replace(/[&<>"'\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A text in a heading, every sign of markdown and HTML taken as it is. */
function markdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`);
}
