import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { projectRoot } from '../../store/index.js';

/** The root of the project that a notebook belongs to: above the notebook if there is one, else of this process. */
export function projectRootOf(notebook: string): string {
  if (process.env.VITRINE_ROOT) return projectRoot();
  for (let folder = dirname(resolve(notebook)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'notebooks'))) return folder;
    if (dirname(folder) === folder) return projectRoot();
  }
}
