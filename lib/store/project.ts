import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder that relative paths in notebooks and commands start from: `VITRINE_ROOT` where it is set, else the
 * nearest folder at or above the working directory that holds both `package.json` and `notebooks/`, else the
 * working directory. Jupyter starts a kernel in the notebook's own folder, one below it.
 */
export function projectRoot(): string {
  if (process.env.VITRINE_ROOT) return path.resolve(process.env.VITRINE_ROOT);
  const start = process.cwd();
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json')) && existsSync(path.join(folder, 'notebooks')))
      return folder;
    if (path.dirname(folder) === folder) return start;
  }
}

/** A path as a person typed it, made absolute from the project's root. */
export function projectPath(...parts: string[]): string {
  return path.resolve(projectRoot(), ...parts);
}
