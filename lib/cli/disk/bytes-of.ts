import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** Bytes of a file, or of all files in a folder; 0 where there is nothing. Links are not followed. */
export async function bytesOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  if (!found?.isDirectory()) return found?.size ?? 0;
  const entries = await readdir(file, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = files.map((entry) =>
    stat(path.join(entry.parentPath, entry.name)).catch(() => ({ size: 0 })),
  );
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}
