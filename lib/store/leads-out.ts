import path from 'node:path';

/** Whether a path is not in a folder, nor the folder itself. Both absolute; links are not followed. */
export function leadsOut(folder: string, file: string): boolean {
  const way = path.relative(folder, file);
  return way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way);
}
