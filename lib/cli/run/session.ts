import path from 'node:path';
import { publishedRun } from '../../jobs/index.js';
import { type ExecutedCell, openNotebook, publishWith, sessionNotebook } from '../../notebook/run/index.js';
import { shownPath } from '../shown-path.js';

/**
 * Publishes the runs that a cell of an open notebook finished: what `vitrine run` does after the last cell, the kernel
 * does after such a cell. Says on the cell's output where they are.
 */
export async function publishSession(
  stagings: readonly string[],
  executed: readonly ExecutedCell[],
): Promise<void> {
  const notebook = sessionNotebook(executed, await openNotebook(executed, process.cwd()));
  for (const staging of stagings) {
    const run = await publishWith(staging, notebook);
    await publishedRun(run, console.log);
    console.log(`Run     ${shownPath(run)}`);
    console.log(`Report  ${shownPath(path.join(run, 'report.html'))}`);
  }
}
