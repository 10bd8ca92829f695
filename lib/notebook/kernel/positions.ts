import { SourceMap } from 'node:module';
import type { EditedText } from './edited-text.js';

/** A place in a text, line and column from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where a place in a text that was made of another comes from; undefined where that is not known. */
export type Origin = (position: Position) => Position | undefined;

/** The origin by a source map (JSON). */
export function mapped(json: string): Origin {
  const map = new SourceMap(JSON.parse(json));
  return ({ line, column }) => {
    const entry = map.findEntry(line, column);
    return 'originalLine' in entry ? { line: entry.originalLine, column: entry.originalColumn } : undefined;
  };
}

/** The origin in the source of what was edited. */
export function unedited(edited: EditedText): Origin {
  return (position) => positionAt(edited.source, edited.sourceOffset(offsetAt(edited.text, position)));
}

/** The origin of what was compiled with `export {};` in a line before it. */
export const afterFirstLine: Origin = ({ line, column }) =>
  line > 0 ? { line: line - 1, column } : undefined;

/** One after the other: from the last text to the first. */
export function chain(...origins: readonly Origin[]): Origin {
  return (position) =>
    origins.reduce<Position | undefined>((place, origin) => place && origin(place), position);
}

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length - 1, column: offset - start };
}

function offsetAt(text: string, { line, column }: Position): number {
  let start = 0;
  for (let i = 0; i < line; i++) start = text.indexOf('\n', start) + 1;
  return start + column;
}
