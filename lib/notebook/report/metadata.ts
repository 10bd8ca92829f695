import type { Notebook } from '../document/index.js';
import { escapeHtml } from '../show/html.js';

interface RunRecord {
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly start_time?: string;
  readonly duration?: number | null;
  readonly status?: string;
  readonly environment?: Readonly<Record<string, unknown>>;
}

/** When the notebook ran, how long, how it ended and with which parameters: a line and a folded table. */
export function metadataHtml(notebook: Notebook): string {
  const record = (notebook.metadata.vitrine ?? notebook.metadata.papermill ?? {}) as RunRecord;
  const { status } = record;
  const items = [
    status ? `<span class="status ${escapeHtml(status)}">${escapeHtml(status)}</span>` : '',
    record.start_time
      ? `<time datetime="${escapeHtml(record.start_time)}">${escapeHtml(date(record.start_time))}</time>`
      : '',
    typeof record.duration === 'number' ? `<span>${duration(record.duration)}</span>` : '',
    ...Object.entries(record.environment ?? {}).map(
      ([key, value]) => `<span>${escapeHtml(key === 'node' ? `Node ${value}` : String(value))}</span>`,
    ),
  ].filter(Boolean);
  const parameters = Object.entries(record.parameters ?? {});
  const rows = parameters.map(
    ([name, value]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(JSON.stringify(value))}</td></tr>`,
  );
  const table = rows.length
    ? `<table class="parameters"><caption>Parameters set for this run</caption>${rows.join('')}</table>`
    : '';
  return items.length ? `<p class="run">${items.join('')}</p>${table}` : table;
}

/** Seconds as people say them: 0.4 s, 12 s, 3 min 05 s. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

function date(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return `${time.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })}, ${time.toISOString().slice(11, 16)} UTC`;
}
