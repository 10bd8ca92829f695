import { inspect } from 'node:util';
import type { Figure } from '../../plot/index.js';
import type { DataFrameLike } from '../show/table.js';

/** Columns from which on a list of objects reads better as text. */
const mostColumns = 30;

/** Rows of a table that are also there as text, for programs that show no HTML. */
const rowsAsText = 10;

const ownForms = Symbol.for('Jupyter.display');

/**
 * The value of a cell by MIME type: its text, and as HTML figures of plotly, data frames and rows of a table. A value
 * that has a method `Symbol.for('Jupyter.display')` says itself how it is shown.
 * @param name of the cell, which a figure has too
 */
export async function resultForms(value: unknown, name: string): Promise<Record<string, unknown>> {
  const own = (value as { [ownForms]?: () => unknown })[ownForms];
  if (typeof own === 'function') {
    return { 'text/plain': inspect(value), ...((await own.call(value)) as object) };
  }
  if (isFigure(value)) {
    const { plotHtml } = await import('../show/plot.js');
    const { describeFigure } = await import('../../plot/index.js');
    return { 'text/plain': describeFigure(value), 'text/html': await plotHtml(value, { name }) };
  }
  if (isDataFrame(value) || areRows(value)) {
    const { tableHtml } = await import('../show/table.js');
    return { 'text/plain': tableText(value), 'text/html': tableHtml(value) };
  }
  return { 'text/plain': inspect(value) };
}

/** As it writes itself, where it does. */
function tableText(table: DataFrameLike | readonly object[]): string {
  const builtIn: unknown[] = [Object.prototype.toString, Array.prototype.toString];
  return builtIn.includes(table.toString) ? inspect(table, { maxArrayLength: rowsAsText }) : String(table);
}

function isFigure(value: unknown): value is Figure {
  const { data, layout } = value as Figure;
  return Array.isArray(data) && data.length > 0 && data.every(isTrace) && isObject(layout ?? {});
}

function isTrace(value: unknown): boolean {
  return isObject(value) && typeof value.type === 'string';
}

function isDataFrame(value: unknown): value is DataFrameLike {
  const { columns, values } = value as DataFrameLike;
  return Array.isArray(columns) && columns.every((name) => typeof name === 'string') && Array.isArray(values);
}

function areRows(value: unknown): value is Record<string, unknown>[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) return false;
  return new Set(value.flatMap(Object.keys)).size <= mostColumns;
}

function isObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
