import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { visible } from '../../errors/index.js';
import {
  lastOutputs,
  projectRootOf,
  publishResult,
  type RunResult,
  runNotebook,
} from '../../notebook/run/index.js';
import { noteLargeRuns } from '../disk/large-runs.js';
import { interruptible } from '../interruptible.js';
import { readParametersFile } from '../parameters-file.js';
import { shownPath } from '../shown-path.js';
import { cellProgress } from './progress.js';

export interface RunCommandOptions {
  readonly parameter: Record<string, string>;
  /** YAML or JSON file of parameters, which those of `parameter` go before. */
  readonly config?: string;
  readonly out?: string;
  readonly timeout: number;
  readonly verbose?: boolean;
}

/** `vitrine run`: executes a notebook, publishes its run, and says on the terminal how it went. */
export async function run(notebook: string, options: RunCommandOptions): Promise<void> {
  const file = options.config === undefined ? {} : await readParametersFile(options.config);
  const signal = interruptible();
  const progress = cellProgress(options.verbose === true);
  let result: RunResult;
  try {
    result = await runNotebook(notebook, {
      parameters: { ...file, ...options.parameter },
      outDir: options.out ? path.resolve(options.out) : defaultFolder(notebook),
      timeoutSeconds: options.timeout,
      signal,
      onCell: progress.cell,
      onOutput: progress.output,
    });
  } finally {
    progress.stop();
  }
  if (result.failure) return reportFailure(notebook, result, result.failure);
  if (!options.verbose) process.stdout.write(visible(printedBy(result)));
  const published = await publishResult(result, options.out !== undefined);
  console.log(`\n${path.basename(notebook)} finished in ${result.seconds.toFixed(1)} s.`);
  if (published.run) {
    const { publishedRun } = await import('../../jobs/index.js');
    await publishedRun(published.run, console.log);
    console.log(`Run       ${shownPath(published.run)}`);
  }
  console.log(`Report    ${shownPath(published.report)}`);
  console.log(`Notebook  ${shownPath(published.notebook)}`);
  await noteLargeRuns();
}

function reportFailure(
  notebook: string,
  result: RunResult,
  failure: NonNullable<RunResult['failure']>,
): void {
  const how = {
    failed: 'failed',
    died: 'failed',
    timeout: 'ran out of time',
    interrupted: 'was interrupted',
  };
  const what = failure.cell > 0 ? `cell ${failure.cell} of ${notebook}` : notebook;
  console.error(`vitrine: ${what} ${how[result.status as keyof typeof how]}`);
  if (failure.source) console.error(`\n${failure.source.replace(/^/gm, '    ')}`);
  console.error(`\n${failure.error}\n`);
  if (result.staging) console.error(`Unpublished run:  ${shownPath(result.staging)}`);
  console.error(`Partial notebook: ${shownPath(result.path)}`);
  process.exitCode = 1;
}

/** What the last cell printed, and its value: a notebook ends with its result. */
function printedBy({ notebook }: RunResult): string {
  const texts = lastOutputs(notebook).map(({ output_type, name, text, data }) => {
    if (output_type === 'execute_result') return `${(data as Record<string, unknown>)['text/plain']}\n`;
    return name === 'stdout' ? String(text) : '';
  });
  const text = texts.join('');
  return text && `\n${text}`;
}

function defaultFolder(notebook: string): string {
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const name = `${path.basename(notebook, '.ipynb')}-${time}-${randomBytes(2).toString('hex')}`;
  return path.join(projectRootOf(notebook), 'outputs', 'notebooks', name);
}
