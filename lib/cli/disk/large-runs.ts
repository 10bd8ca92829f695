import { finishedRuns } from '../../store/index.js';
import { bytesOfAll } from './runs.js';
import { shownBytes } from './shown-bytes.js';

const muchBytes = 5e9;

/** A line on stderr where the runs of all jobs take more than 5 GB. */
export async function noteLargeRuns(): Promise<void> {
  const runs = await finishedRuns();
  const bytes = bytesOfAll(runs);
  if (bytes <= muchBytes) return;
  console.error(
    `${runs.length} runs in outputs/ take ${shownBytes(bytes)}; to remove old ones: vitrine runs prune --keep 5`,
  );
}
