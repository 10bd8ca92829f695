import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ModelRegistry } from '../../monitor/index.js';
import { projectPath } from '../../store/index.js';

/** What the registries use a run for: 'champion of recommend-sample', '' for nothing. */
export async function usesOfRuns(): Promise<(run: string) => string> {
  const folder = projectPath('outputs', 'registry');
  const versions: { text: string; use: string }[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    for (const version of await new ModelRegistry(path.join(folder, name)).list()) {
      const use = `${version.aliases.join(', ')} of ${name}`;
      if (version.aliases.length > 0) versions.push({ text: JSON.stringify(version), use });
    }
  }
  return (run) =>
    versions
      .filter(({ text }) => text.includes(run))
      .map(({ use }) => use)
      .join(', ');
}
