import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../store/index.js';

/** The root of the project that a notebook belongs to: above the notebook if there is one, else of this process. */
export function projectRootOf(notebook: string): string {
  if (process.env.VITRINE_ROOT) return projectRoot();
  for (let folder = path.dirname(path.resolve(notebook)); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json')) && existsSync(path.join(folder, 'notebooks')))
      return folder;
    if (path.dirname(folder) === folder) return projectRoot();
  }
}
