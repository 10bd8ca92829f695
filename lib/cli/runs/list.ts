import { resultTable } from '../../records/index.js';
import { bytesOfAll } from '../disk/runs.js';
import { shownBytes } from '../disk/shown-bytes.js';
import { figureText, valueText } from './figures.js';
import { readSaved, runsOf, type SavedRun } from './saved.js';
import { usesOfRuns } from './uses.js';

/** `vitrine runs list [JOB]`: finished runs with the parameters that are not the defaults, and their main figures. */
export async function list(job: string | undefined, { json }: { readonly json?: boolean }): Promise<void> {
  const runs = await Promise.all((await runsOf(job)).map(readSaved));
  const uses = await usesOfRuns();
  if (json) {
    const plain = runs.map(({ made: _, figures, ...run }) => ({
      ...run,
      use: uses(run.id),
      metrics: Object.fromEntries(figures),
    }));
    return console.log(JSON.stringify(plain, null, 2));
  }
  if (runs.length === 0) return console.log('no finished runs yet; make one with: npx vitrine run NOTEBOOK');
  for (const name of new Set(runs.map((run) => run.job))) {
    const ofJob = runs.filter((run) => run.job === name);
    console.log(
      `${name}: ${ofJob.length} ${ofJob.length === 1 ? 'run' : 'runs'}, ${shownBytes(bytesOfAll(ofJob))}`,
    );
    console.log(`${resultTable(ofJob.map((run) => row(run, uses(run.id))))}\n`);
  }
}

function row(run: SavedRun, use: string) {
  const headline = run.made?.headline.map((path) => {
    const figure = run.figures.get(path);
    return [path, figure ? figureText({ value: figure.value }) : ''];
  });
  return {
    run: run.id,
    finished: run.finished.toISOString().slice(0, 16).replace('T', ' '),
    size: shownBytes(run.bytes),
    ...Object.fromEntries(headline ?? []),
    parameters: Object.entries(run.changed)
      .map(([name, value]) => `${name}=${valueText(value)}`)
      .join(' '),
    use,
  };
}
