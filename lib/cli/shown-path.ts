import path from 'node:path';

/** A path as it is typed from here; whole where it lies elsewhere. */
export function shownPath(file: string): string {
  const short = path.relative('.', file);
  return short.startsWith('..') ? file : short;
}
