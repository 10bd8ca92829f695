import { arch, platform } from 'node:os';
import path from 'node:path';
import { messageOf, shown, UserError } from '../../errors/index.js';
import { withoutPasswords } from '../../http/index.js';
import {
  type Cell,
  injectParameters,
  type Notebook,
  notebookWithoutPasswords,
  type ParameterValue,
  readNotebook,
  readParameters,
  stripNotebook,
  typeParameters,
  writeNotebook,
} from '../document/index.js';
import { cellTitle } from './cell-title.js';
import { type CellStatus, executeCell } from './execute-cell.js';
import { readHandover } from './handover.js';
import { endKernel, type Kernel, startKernel } from './kernel.js';
import { OutputCollector } from './outputs.js';
import { projectRootOf } from './project.js';

export type RunStatus = 'completed' | Exclude<CellStatus, 'completed'>;

export interface RunOptions {
  /** Values by parameter name: texts as typed on the command line, or what a file of parameters holds. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Where the executed copy goes, as `notebook.ipynb`. */
  readonly outDir: string;
  /** Longest time for one cell, in seconds. Default 1,800. */
  readonly timeoutSeconds?: number;
  /** Ends the run when aborted; what was executed so far stays saved. */
  readonly signal?: AbortSignal;
  onCell?(event: CellEvent): void;
  /** What cells print, as it comes. */
  onOutput?(text: string, stream: 'stdout' | 'stderr'): void;
}

/** A code cell begins (`status` undefined) or has ended. */
export interface CellEvent {
  /** Position among the code cells that are run, from 1, and their number. */
  readonly position: number;
  readonly total: number;
  readonly title: string;
  readonly status?: CellStatus;
  readonly seconds?: number;
}

export interface RunFailure {
  /** Position among all cells of the executed copy, from 1; 0 when it was none of them. */
  readonly cell: number;
  readonly source: string;
  /** The kernel's own words. */
  readonly error: string;
}

export interface RunResult {
  readonly status: RunStatus;
  /** The executed copy. */
  readonly path: string;
  readonly notebook: Notebook;
  readonly seconds: number;
  readonly failure?: RunFailure;
  /** The staging folder of a run that the notebook handed over. */
  readonly staging?: string;
}

/**
 * Executes a notebook in a tslab kernel, cell by cell, in its own folder. The executed copy is saved after every
 * cell, with times and status under `metadata.vitrine`. A cell that fails, a kernel that dies, a timeout and an
 * abort end the run; they are reported in the result, not thrown.
 * @throws {UserError} for a notebook or a parameter that cannot be used, or when no kernel starts.
 */
export async function runNotebook(file: string, options: RunOptions): Promise<RunResult> {
  const source = await readNotebook(file);
  const kernel = (source.metadata.kernelspec as { name?: unknown } | undefined)?.name;
  if (kernel !== undefined && kernel !== 'tslab') {
    throw new UserError(
      `${file} is written for the kernel ${shown(kernel)}; only tslab notebooks can be run`,
    );
  }
  const parameters = options.parameters ?? {};
  const values = Object.keys(parameters).length
    ? typeParameters(readParameters(source, file), parameters)
    : {};
  const copy = stripNotebook(source);
  const notebook = Object.keys(values).length ? injectParameters(copy, values) : copy;
  return new NotebookRun(path.resolve(file), notebook, values, options).run();
}

class NotebookRun {
  readonly #started = performance.now();
  readonly #path: string;
  readonly #record: Record<string, unknown>;
  #failure: RunFailure | undefined;
  #status: RunStatus = 'completed';
  #staging: string | undefined;
  readonly #source: string;
  readonly #notebook: Notebook;
  readonly #options: RunOptions;

  constructor(
    source: string,
    notebook: Notebook,
    values: Record<string, ParameterValue>,
    options: RunOptions,
  ) {
    this.#source = source;
    this.#notebook = notebook;
    this.#options = options;
    this.#path = path.join(options.outDir, 'notebook.ipynb');
    this.#record = {
      input_path: source,
      parameters: values,
      start_time: new Date().toISOString(),
      end_time: null,
      duration: null,
      status: 'running',
      environment: { node: process.version, platform: `${platform()} ${arch()}` },
    };
    notebook.metadata.vitrine = this.#record;
  }

  async run(): Promise<RunResult> {
    await this.#save();
    const root = projectRootOf(this.#source);
    let kernel: Kernel;
    try {
      kernel = await startKernel(
        path.dirname(this.#source),
        (folder) => ({ VITRINE_ROOT: root, VITRINE_HANDOVER: path.join(folder, 'handover.json') }),
        this.#options.signal,
      );
    } catch (error) {
      if (!this.#options.signal?.aborted) {
        this.#status = 'died';
        await this.#finish();
        throw error;
      }
      this.#fail('interrupted', { cell: 0, source: '', error: 'interrupted while the kernel started' });
      return this.#finish();
    }
    try {
      this.#notebook.metadata.language_info = kernel.info.language_info;
      await this.#executeAll(kernel);
      await this.#takeOver(path.join(kernel.process.folder, 'handover.json'), root);
    } finally {
      await endKernel(kernel, this.#status === 'completed' || this.#status === 'failed' ? 1500 : 0);
    }
    return this.#finish();
  }

  async #executeAll(kernel: Kernel): Promise<void> {
    const { cells } = this.#notebook;
    const runnable = cells.filter((cell) => cell.cell_type === 'code' && cell.source.trim() !== '');
    const collector = new OutputCollector();
    for (const [index, cell] of runnable.entries()) {
      const event = { position: index + 1, total: runnable.length, title: cellTitle(cells, cell) };
      this.#options.onCell?.(event);
      const started = performance.now();
      const start_time = new Date().toISOString();
      const { status, error } = await executeCell(kernel, cell, collector, this.#options);
      const seconds = (performance.now() - started) / 1000;
      cell.metadata.vitrine = { start_time, end_time: new Date().toISOString(), duration: seconds, status };
      this.#options.onCell?.({ ...event, status, seconds });
      if (status !== 'completed') {
        this.#fail(status, { cell: cells.indexOf(cell) + 1, source: cell.source, error });
        return;
      }
      await this.#save();
    }
  }

  /** A run that cannot be taken over is an error of its own only where nothing failed before. */
  async #takeOver(handover: string, root: string): Promise<void> {
    try {
      this.#staging = await readHandover(handover, root);
    } catch (error) {
      if (this.#status !== 'completed') return;
      this.#fail('failed', { cell: 0, source: '', error: messageOf(error) });
    }
  }

  #fail(status: RunStatus, failure: RunFailure): void {
    this.#status = status;
    const [source, error] = [failure.source, failure.error].map(withoutPasswords);
    this.#failure = { ...failure, source, error };
  }

  async #finish(): Promise<RunResult> {
    const seconds = (performance.now() - this.#started) / 1000;
    Object.assign(this.#record, {
      end_time: new Date().toISOString(),
      duration: seconds,
      status: this.#status,
    });
    await this.#save();
    return {
      status: this.#status,
      path: this.#path,
      notebook: this.#notebook,
      seconds,
      failure: this.#failure,
      staging: this.#staging,
    };
  }

  #save(): Promise<void> {
    return writeNotebook(this.#path, notebookWithoutPasswords(this.#notebook));
  }
}

/** The outputs of the last code cell that was run. */
export function lastOutputs(notebook: Notebook): NonNullable<Cell['outputs']> {
  return notebook.cells.findLast((cell) => cell.execution_count != null)?.outputs ?? [];
}
